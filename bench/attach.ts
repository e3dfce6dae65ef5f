/** What is sent to a viewer that attaches in the middle of a long answer, by how much of it they have seen. */

import { setTimeout } from 'node:timers/promises'
import { type Chat, Visitor } from '../test/visitor.ts'
import { watch, Watched } from '../test/watch.ts'
import { type Home, STALLING } from './home.ts'
import type { Row, Section } from './table.ts'

/** As many as the model says before it falls silent: then what is sent is what the attaching costs, and no new token. */
const TOKENS = 20_000

/** Characters that a viewer misses whose network was away for a second, at 50 tokens a second. */
const MISSED = 225

/** Nothing more comes after that. */
const QUIET_MS = 500

export async function measureAttach({ burrow }: Home): Promise<Section> {
  const visitor = new Visitor(burrow.url)
  await visitor.chats()
  const { chat, turn, response } = await visitor.ask(STALLING, `tokens=${TOKENS + 1} after=${TOKENS}`)
  await untilQuiet(response)
  const { at, text } = await untilQuiet(await chat.attach(turn))
  const rows = [
    await row('from the beginning', chat, turn, 0),
    await row('from the middle', chat, turn, Math.floor(text.length / 2)),
    await row(`from ${MISSED} characters back`, chat, turn, text.length - MISSED),
    await row('from the position reached', chat, turn, Number(at)),
  ]
  await chat.stop(turn)
  return {
    title: `Attaching to an answer of ${text.length.toLocaleString('en')} characters that is still open`,
    rows,
    notes: [
      'Bytes and events until all is there. A comment of 10 bytes comes first; a frame holds 8,192 characters at most.',
    ],
  }
}

async function row(what: string, chat: Chat, turn: string, position: number): Promise<Row> {
  const { raw, seen } = await untilQuiet(await chat.attach(turn, `${position}`))
  const count = `${Buffer.byteLength(raw).toLocaleString('en')} bytes, ${seen.length} events`
  return { what, burrow: count }
}

/** Reads until nothing comes any more, and leaves. */
async function untilQuiet(response: Response): Promise<Watched> {
  const watched = new Watched()
  const quiet = new AbortController()
  let at = performance.now()
  const reading = watch(response, () => quiet.signal.aborted, watched)
  void reading
  for (
    let length = -1;
    length !== watched.raw.length || performance.now() - at < QUIET_MS;
    await setTimeout(20)
  ) {
    if (length !== watched.raw.length) at = performance.now()
    length = watched.raw.length
  }
  return watched
}
