/** The defaults that a wrangler.toml gives are those of the schema: the page tells one of them. */

import * as v from 'valibot'
import { describe, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { Schema as Gateway } from '../../workers/gateway/settings-schema.ts'
import { Schema as History } from '../../workers/history/settings-schema.ts'
import { at } from '../paths.ts'
import { filled } from './filled.ts'

const varsOf = (room: string): Record<string, unknown> =>
  unstable_readConfig({ config: at('workers', room, 'wrangler.toml') }, { hideWarnings: true }).vars

/** Of each variable: what it means as it stands there, and what it means where nothing stands. */
const meanings = (vars: Record<string, unknown>, entries: Record<string, v.GenericSchema>) =>
  Object.entries(vars).map(([name, value]) => {
    const schema = entries[name] ?? v.never(`${name} is no setting`)
    return [name, v.parse(schema, value), v.parse(schema, undefined)]
  })

describe('what stands in wrangler.toml', () => {
  it.for([
    ['gateway', Gateway.entries],
    ['history', History.entries],
  ] as const)('is the default of the %s', ([room, entries], { expect }) => {
    const found = meanings(varsOf(room), entries)
    expect(found.length).toBeGreaterThan(0)
    for (const [name, there, otherwise] of found) expect([name, there]).toEqual([name, otherwise])
  })
})

describe('a page that is made in part', () => {
  it('keeps what was written by hand, and has the parts as they are now', ({ expect }) => {
    const page = 'a\n<!-- made: x -->old<!-- end -->\nb\n<!-- made: y --><!-- end -->\n'
    const made = filled(page, { y: '2', x: '1' })
    expect(made).toBe('a\n<!-- made: x -->\n\n1\n\n<!-- end -->\nb\n<!-- made: y -->\n\n2\n\n<!-- end -->\n')
    expect(filled(made, { x: '1', y: '2' })).toBe(made)
  })

  it('is refused where a part has no place', ({ expect }) => {
    expect(() => filled('<!-- made: x --><!-- end -->', { y: '2' })).toThrow('<!-- made: y -->')
  })
})
