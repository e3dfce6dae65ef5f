/** A box of which one slot is all there is: who has it, who waits for it, and the Box between them. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach } from 'vitest'
import type { Box } from '../../../gateway/index.ts'
import type { News } from '../../../gateway/box/around.ts'
import type { Course } from '../../session/course.ts'
import { type Chat, good, mark, newChat, type Seen, upstream, watch, type Watched } from '../visitor.ts'
import type { Watching } from '../../../protocol/watching.ts'

export const SLOW = 'bench-50:1b'
export const FAST = 'bench-fast:1b'

/** As the gateway asks it; the runner has a binding of its own. */
export const box = () => (env as unknown as { BOX: DurableObjectNamespace<Box> }).BOX.getByName('box')

/** Who stands in the Box: turns that wait, and that are answered. */
export async function crowd(): Promise<{ queue: number; answering: number }> {
  const { queue, answering } = await box().now()
  return { queue, answering }
}

/** The test's own time limit bounds the wait. */
export async function until(is: () => Promise<boolean>): Promise<void> {
  while (!(await is())) await scheduler.wait(20)
}

/** Flips a switch of the demo. */
export const change = (what: object) =>
  fetch(`${env.DEMO}/_demo/switch`, { method: 'PUT', body: JSON.stringify(what) })

const held = new Set<string>()
/** Its answer does not end before it is let go of. */
export async function hold(question: string): Promise<void> {
  held.add(question)
  await change({ hold: question })
}
export async function letGo(question: string): Promise<void> {
  held.delete(question)
  await change({ letGo: question })
}
/** Resets what is being answered to this question. */
export const cut = (question: string) => change({ cut: question })

afterEach(async () => {
  await Promise.all([...held].map(letGo))
  // Nobody is left in the Box, whatever a test did.
  await until(async () => (await box().now()).queue === 0)
  await until(async () => (await box().now()).answering === 0)
})

/** A turn, and how it is asked and watched. */
export interface Asked {
  chat: Chat
  question: string
  ask: ReturnType<Chat['ask']>
  turn: string
}

export function newTurn(words = 'tokens=20', model = FAST, chat: Chat = newChat()): Asked {
  const question = `${words} ${mark()}`
  const ask = chat.ask(model, question)
  return { chat, question, ask, turn: ask.turn }
}

/** Somebody who has the slot until they are let go of. */
export async function holder() {
  const one = newTurn()
  await hold(one.question)
  const seen = watch(good(await one.chat.send(one.ask)))
  await until(async () => (await upstream(one.question)).length === 1)
  return { ...one, seen, letGo: () => letGo(one.question) }
}

/** Somebody who waits, with their stream as it ended. */
export async function waiter(words?: string) {
  const one = newTurn(words)
  const seen = await watch(good(await one.chat.send(one.ask)))
  const last = seen.seen.at(-1)
  if (last?.type !== 'state' || last.data.state !== 'queued') throw new Error('It did not have to wait.')
  return { ...one, seen }
}

export const QUEUED = { type: 'state', data: { state: 'queued' } }

/** As the gateway does it: through the waits of a turn to its end. What was seen before goes on. */
export async function through({ chat, turn }: Asked, before?: Watched): Promise<Watched> {
  let seen = before
  for (;;) {
    const reply = (await chat.attach(turn, seen?.at)) as Watching
    const all: Seen[] = seen?.seen ?? []
    seen = await watch(good(reply), seen)
    seen.seen.unshift(...all)
    if (seen.end !== undefined) return seen
    await moved(turn)
  }
}

/** Resolves when the Box says that this turn waits no more. A socket that a death ends is opened anew. */
export async function moved(turn: string): Promise<void> {
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const { webSocket } = await box().fetch(`https://box/${turn}`, { headers: { Upgrade: 'websocket' } })
    webSocket?.addEventListener('message', ({ data }) => {
      if ('moved' in (JSON.parse(String(data)) as News)) resolve(true)
    })
    webSocket?.addEventListener('close', () => resolve(false))
    webSocket?.accept()
    if (await promise) return
  }
}

/** How the turn of a chat has fared, as its session wrote it down. */
export const courseOf = (chat: Chat) =>
  runInDurableObject(chat.session(), (_, { storage }) => {
    const { course } = storage.sql.exec<{ course: string }>('SELECT course FROM turn').one()
    return JSON.parse(course) as Course
  })

/** Milliseconds until the session is woken; null for never. */
export const wokenIn = (chat: Chat) =>
  runInDurableObject(chat.session(), async (_, { storage }) => {
    const at = await storage.getAlarm()
    return at === null ? null : at - Date.now()
  })

/** Its session wrote down so many milliseconds earlier what it did; the next life of it reads that. */
export const age = (chat: Chat, ms: number) =>
  runInDurableObject(chat.session(), (_, { storage }) => {
    const { course } = storage.sql.exec<{ course: string }>('SELECT course FROM turn').one()
    const was = JSON.parse(course) as Course
    const ago = (at: number | null) => (at === null ? null : at - ms)
    const older: Course = { ...was, cutAt: ago(was.cutAt), waiting: ago(was.waiting) }
    storage.sql.exec('UPDATE turn SET course = ?', JSON.stringify(older))
  })
