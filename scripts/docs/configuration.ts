/**
 * `npm run docs`: writes the tables of `docs/configuration.md` from the schemas by which the Workers parse their settings.
 * With `--check` it says whether they are current, and changes nothing.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { type About, Schema as Gateway } from '../../workers/gateway/settings-schema.ts'
import { Schema as History } from '../../workers/history/settings-schema.ts'
import { at } from '../paths.ts'
import { filled } from './filled.ts'

const PAGE = at('docs', 'configuration.md')

/** What somebody may write who has not read the page: what is said of it are the bounds, in the words of the log. */
const WRONG = ['', '?']

const HEAD = [
  ['name', 'kept as', 'what it means', 'a wrong one', 'where it is not set'],
  ['---', '---', '---', '---', '---'],
]

const table = (settings: Record<string, v.GenericSchema>): string =>
  [...HEAD, ...Object.entries(settings).map(([name, schema]) => row(name, schema))]
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

function row(name: string, schema: v.GenericSchema): string[] {
  const { secret, made } = v.getMetadata(schema) as About
  return [
    `\`${name}\``,
    secret ? 'secret' : 'variable',
    v.getDescription(schema) ?? '',
    refusals(schema),
    made ? 'made by the first deployment' : fallback(schema),
  ]
}

function refusals(schema: v.GenericSchema): string {
  const said = WRONG.flatMap(value => v.safeParse(schema, value).issues?.[0].message ?? [])
  return said.length === 0 ? 'any text is taken' : [...new Set(said)].join('; ')
}

/** What an empty one means is said in its description. */
function fallback(schema: v.GenericSchema): string {
  if ('default' in schema && schema.default !== '') return `\`${schema.default}\``
  const { success, output } = v.safeParse(schema, undefined)
  if (!success) return 'Burrow does not work'
  return typeof output === 'number' || output === false ? `\`${output}\`` : 'empty'
}

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values
const before = readFileSync(PAGE, 'utf8')
const after = filled(before, { gateway: table(Gateway.entries), history: table(History.entries) })
if (after !== before && check) {
  console.error('docs/configuration.md is older than the settings. Run npm run docs.')
  process.exitCode = 1
} else if (after !== before) writeFileSync(PAGE, after)
