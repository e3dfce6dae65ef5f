/**
 * Ten thousand requests that nobody should send, drawn from the document that Burrow serves: none breaks it, and nothing
 * of anybody's is harmed. What a run found is found again with its `SEED`.
 */

import { afterAll, beforeAll, describe, it } from 'vitest'
import type { ModelList } from '../workers/protocol/nouns.ts'
import { belongings } from './belongings.ts'
import { type ApiDocument, ByDocument } from './by-document.ts'
import type { Requests } from './fuzz/document.ts'
import { type Asker, Draw, type Drawn } from './fuzz/draw.ts'
import { harms } from './fuzz/harm.ts'
import { wrongWith } from './fuzz/judge.ts'
import { CANARY, Nonsense } from './fuzz/nonsense.ts'
import { type Answer, type Nothing, send } from './fuzz/wire.ts'
import { makeKey } from './programs.ts'
import { Dice } from './soak/dice.ts'
import { startSystem, type System, until } from './system.ts'
import { type Chat, settled, type Visitor } from './visitor.ts'
import { watch } from './watch.ts'

/** Of all runs, and of this one alone. */
const FIXED = 20_261_127
const FRESH = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

const REQUESTS = 5_000

/** Requests under way at once. */
const LANES = 40

/** More of them say no more. */
const WRONGS = 20

let system: System
let document: ByDocument
let requests: Requests
let victim: { owner: Visitor; chat: Chat; turn: string }
beforeAll(async () => {
  system = await startSystem({ demo: { rate: 0 } })
  const served = (await (await fetch(`${system.url}/api/openapi.json`)).json()) as ApiDocument & Requests
  document = new ByDocument(served)
  requests = served
  victim = await settled(system.visitor())
})
afterAll(() => system.stop())

/** Somebody with a chat, a turn and a key, who knows all ids of somebody else's. */
async function mallory(): Promise<{ asker: Asker; ids: [string, ...string[]] }> {
  const [one, doomed] = await Promise.all([settled(system.visitor()), settled(system.visitor())])
  const [mine, lost, theirs] = await Promise.all([
    makeKey(one.owner),
    makeKey(doomed.owner),
    makeKey(victim.owner),
  ])
  const { cookie } = one.owner
  const forged = victim.owner.cookie.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))
  const [own, ofDoomed] = [one, doomed].map(({ chat, turn }) => ({ chat: chat.id, turn }))
  const bearer = `Bearer ${mine.key}`
  return {
    ids: [
      one.turn,
      ...[one, one, one, doomed, victim].flatMap(({ chat, turn }) => [chat.id, turn]),
      ...[mine, lost, theirs].map(({ id }) => id),
    ],
    asker: {
      url: system.url,
      cookies: [
        ...([cookie, cookie, cookie, cookie] as const),
        `${forged}; ${cookie}`,
        `${cookie}; ${cookie}`,
        forged,
        'burrow=',
        'burrow=%',
        '=;=;',
      ],
      own: { ...own, key: mine.id },
      doomed: { cookie: doomed.owner.cookie, own: { ...ofDoomed, key: lost.id } },
      keys: [
        bearer,
        bearer,
        bearer,
        `bearer  ${mine.key}`,
        `${bearer}x`,
        'Bearer',
        `Bearer ${theirs.id}`,
        'Basic OjpA',
      ],
    },
  }
}

/** The first line of the log that has a word of it. */
const toldOf = (log: string): string => {
  const line = log.split('\n').find(one => one.includes(CANARY))
  return line === undefined ? '' : `the log tells of it: ${line.slice(0, 300)}`
}

const shown = ({ method, path, headers, body }: Drawn, answer: Answer | Nothing): string =>
  [
    method,
    path.slice(0, 300),
    JSON.stringify(headers),
    body?.toString('latin1').slice(0, 500) ?? '',
    typeof answer === 'string' ? '' : `${answer.status} ${answer.body.slice(0, 300)}`,
  ].join('\n  ')

describe('requests that nobody should send', () => {
  it.for([
    ['the same as ever', FIXED],
    ['new ones', FRESH],
  ] as const)(
    '[V1] [V2] are refused in words of the contract, and harm nothing: %s, SEED=%i',
    { timeout: 120_000 },
    async ([, seed], { expect }) => {
      const { asker, ids } = await mallory()
      const draw = new Draw(new Nonsense(new Dice(seed), ids), requests, asker)
      const before = await until(
        'D1 has it all',
        async () => (await victim.chat.open()).running === null && belongings(system, victim.owner)
      )
      const wrongs: string[] = []
      let left = REQUESTS
      const lane = async () => {
        while (left-- > 0 && wrongs.length < WRONGS) {
          const drawn = draw.next()
          const answer = await send(system.url, drawn)
          const wrong = typeof answer === 'string' ? answer : await wrongWith(drawn, answer, document)
          const told = toldOf(system.burrow.said())
          if (wrong !== '' || told !== '') wrongs.push(`${wrong} ${told} ${shown(drawn, answer)}`)
        }
      }
      await Promise.all(Array.from({ length: LANES }, lane))

      expect(wrongs).toEqual([])
      expect(await belongings(system, victim.owner)).toEqual(before)
      const { models } = await victim.owner.get<ModelList>('/api/models')
      expect(
        harms(
          system,
          models.map(({ name }) => name)
        )
      ).toEqual([])
      const { response } = await victim.owner.ask('bench-fast:1b', 'tokens=3')
      expect((await watch(response)).message?.status).toBe('done')
    }
  )
})
