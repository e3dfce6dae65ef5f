/** What visitors write, and who they are, stands in no line that Burrow prints, whatever fails around it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openD1 } from './failing-d1.ts'
import { startQuotingBox, WAYS_OF_THE_BOX } from './quoting-box.ts'
import { makeKey, says } from './programs.ts'
import { startSystem, type System, until } from './system.ts'
import type { Chat, Visitor } from './visitor.ts'

let box: Awaited<ReturnType<typeof startQuotingBox>>
let system: System
let visitor: Visitor
beforeAll(async () => {
  box = await startQuotingBox()
  system = await startSystem({ before: [box.url], vars: { RETRY_SECONDS: '0.2,0.2', STALL_SECONDS: '2' } })
  visitor = system.visitor()
  await visitor.chats()
})
afterAll(async () => {
  await system.stop()
  box.close()
})

/** Where nobody listens, nor will: a free port may be another test's a moment later. */
const NOBODY = 'http://127.0.0.1:1'

/** So dense that no piece of it is without it, however short it was cut. */
const CANARY = 'canary'
const canaries = (times = 40) => Array.from({ length: times }, () => CANARY).join(' ')

/** Asks of the box in this way, and reads to whatever end; the question, the title and the answer are canaries. */
async function ask(way: string): Promise<Asked> {
  const chat = visitor.chat()
  const turn = crypto.randomUUID()
  const question = { turn, parent: null, text: canaries(), model: `${way}:1b` }
  const headers = { 'x-request-id': `${CANARY}-${CANARY}` }
  const response = await visitor.call('POST', `${chat.path}/turns`, question, headers)
  await response.text()
  return { chat, turn }
}

/** What signs the cookies of this Burrow. */
const secretOf = ({ state }: System): string => readFileSync(join(state, 'cookie-secret'), 'utf8')

interface Asked {
  chat: Chat
  turn: string
}

const seen = new Set<string>()

/** All lines of Burrow's, since it was asked last, that hold what they must not. */
function leaks(chats: Asked[], ...more: string[]): string[] {
  const [id = '', , signature = ''] = visitor.cookie.replace('burrow=', '').split('.')
  const ids = chats.flatMap(({ chat, turn }) => [chat.id, turn])
  const secrets = [CANARY, id, signature, decodeURIComponent(signature), secretOf(system), ...ids, ...more]
  return system.burrow
    .said()
    .split('\n')
    .filter(line => !seen.has(line) && seen.add(line) && secrets.some(secret => line.includes(secret)))
}

describe('no line of the log holds a word or an id of a visitor', () => {
  it(
    '[O1] while the box fails, and quotes the question each time',
    { timeout: 60_000 },
    async ({ expect }) => {
      const found: [string, string[]][] = []
      for (const way of WAYS_OF_THE_BOX) found.push([way, leaks([await ask(way)])])
      expect(found).toEqual(WAYS_OF_THE_BOX.map(way => [way, []]))
    }
  )

  it('[O1] while a program asks, and the box fails', { timeout: 60_000 }, async ({ expect }) => {
    const { key } = await makeKey(visitor, canaries(5))
    const headers = { authorization: `Bearer ${key}` }
    const found: [string, string[]][] = []
    for (const way of WAYS_OF_THE_BOX) {
      const question = { model: `${way}:1b`, messages: says(canaries()), stream: way.length % 2 === 0 }
      const answer = await visitor.call('POST', '/api/openai/v1/chat/completions', question, headers)
      await answer.text()
      found.push([way, leaks([], key)])
    }
    expect(found).toEqual(WAYS_OF_THE_BOX.map(way => [way, []]))
    expect([...seen].join('\n')).toMatch(/"burrow":"program","request":"[\da-f-]{36}","who":"[\w-]{10}"/)
  })

  it('[O1] while D1 fails, in each way that its tables allow', { timeout: 120_000 }, async ({ expect }) => {
    const d1 = openD1(system.state)
    const found: [string, string[]][] = []
    for (const { name, breaks, mends } of d1.ways) {
      const [old, doomed] = await Promise.all([ask('whole'), ask('whole')])
      await until(
        'it is in D1',
        async () => (await visitor.call('PATCH', old.chat.path, { title: canaries(10) })).ok
      )
      d1.run(breaks)
      const fresh = await ask('whole')
      await Promise.all([
        ...[old, fresh].flatMap(({ chat }) => [
          visitor.call('PATCH', chat.path, { title: canaries(10) }),
          visitor.call('GET', chat.path),
        ]),
        visitor.call('GET', '/api/chats'),
        visitor.call('DELETE', doomed.chat.path),
      ])
      d1.run(mends)
      await until(
        'D1 is back',
        async () => (await visitor.call('PATCH', old.chat.path, { title: canaries(10) })).ok
      )
      found.push([name, leaks([old, doomed, fresh])])
    }
    d1.close()
    expect(found).toEqual(d1.ways.map(({ name }) => [name, []]))
  })

  it('[O1] while the box is off, and nobody can say which words are the name of a model', async ({
    expect,
  }) => {
    const away = await startSystem({ vars: { OLLAMA_HOSTS: JSON.stringify([{ url: NOBODY }]) } })
    const someone = away.visitor()
    const { response } = await someone.ask(`${CANARY}:1b`, canaries())
    await response.text()
    const turn = await until('its line', () => /.*"burrow":"turn".*/.exec(away.burrow.said())?.[0])
    await away.stop()

    expect(JSON.parse(turn)).toMatchObject({ how: 'failed', code: 'host_unreachable' })
    expect(away.burrow.said()).not.toContain(CANARY)
  })

  it('and the log did say something of all that', ({ expect }) => {
    expect([...seen].join('\n')).toMatch(/"burrow":"turn","request":"[\da-f-]{36}","who":"[\w-]{10}"/)
    expect([...seen].join('\n')).toMatch(/"burrow":"memory","request":"[\da-f-]{36}"/)
  })
})
