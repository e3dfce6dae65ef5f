/** Who asks, of a program: by a key, and by nothing else. */

import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { App } from './app.ts'
import { keyed, newKey } from './key.ts'
import { ok, problem } from '../protocol/problems.ts'

/** History that knows one key, and counts how often it is asked. */
function world(hash = '') {
  const asked: string[] = []
  const HISTORY = {
    keyOwner(given: string) {
      asked.push(given)
      return Promise.resolve(
        given === hash ? ok({ owner: 'them' }) : { ok: false, problem: problem('no_key') }
      )
    },
  }
  const app = new Hono<App>().use(keyed).get('*', c => c.text(c.get('visitor')))
  const ask = (authorization?: string) =>
    app.request('/', { headers: authorization === undefined ? {} : { authorization } }, { HISTORY })
  return { asked, ask }
}

it('a key is of its visitor, and history hears of its hash alone', async () => {
  const { key, hash } = await newKey()
  const { asked, ask } = world(hash)

  expect(await (await ask(`Bearer ${key}`)).text()).toBe('them')
  expect(await (await ask(`bearer  ${key}`)).text()).toBe('them')
  expect(asked).toEqual([hash, hash])
  expect(hash).not.toContain(key.slice(-10))
})

it('keys are never alike', async () => {
  const keys = await Promise.all(Array.from({ length: 100 }, newKey))

  expect(new Set(keys.map(({ key }) => key)).size).toBe(100)
  for (const { key } of keys) expect(key).toMatch(/^burrow-[\w-]{44}$/)
})

it.each([
  [undefined],
  [''],
  ['Bearer'],
  ['Bearer sk-123'],
  [`Basic burrow-${'x'.repeat(44)}`],
  [`Bearer burrow-${'x'.repeat(43)}`],
  [`Bearer burrow-${'x'.repeat(45)}`],
  [`Bearer burrow-${'x'.repeat(43)}%`],
])('[Q5] what is no key by its form is refused and reads nothing: %s', async authorization => {
  const { asked, ask } = world()
  const refused = await ask(authorization)

  expect(refused.status).toBe(401)
  expect(refused.headers.get('www-authenticate')).toBe('Bearer')
  expect(asked).toEqual([])
})
