/** The hands on the world: what kills a session, breaks D1, and cuts or hides the box. */

import {
  abortAllDurableObjects,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { askBox } from '../../workers/gateway/box/ask-box.ts'
import type { Chat } from '../../workers/history/test/visitor.ts'

/**
 * What is done to D1 must be done. That all objects die takes the D1 of the tests down too, for a moment; and there may
 * be no table just now.
 */
async function surely(work: () => Promise<unknown>, isDone: (error: string) => boolean = () => false) {
  for (let tries = 1; ; tries += 1) {
    try {
      await work()
      return
    } catch (error) {
      if (tries > 1 && isDone(String(error))) return
      if (tries > 1_000) throw error
      await scheduler.wait(20)
    }
  }
}

/** Done by a try that could not say so. */
const rename = (from: string, to: string) =>
  surely(
    () => env.DB.exec(`ALTER TABLE ${from} RENAME TO ${to}`),
    error => error.includes(`no such table: ${from}`)
  )

/** Kills the session as a deploy or a crash does: what it held in memory is gone, what it wrote stays. */
export const die = (chat: Chat): Promise<void> =>
  runInDurableObject(chat.session(), (_, state) => state.abort('killed by the fault suite')).catch(() => {})

/** Puts the Box away, with all that it has in memory. One that died just now is not there to be put away. */
export const boxDies = (): Promise<void> => evictDurableObject(env.BOX.getByName('box')).catch(() => {})

/** What the Box says of itself: how many wait and are answered, and since when no host is well. */
export const boxKnows = (): Promise<unknown> => askBox(env, box => box.now()).catch(String)

export const dieAll = abortAllDurableObjects

/** The alarm, now instead of when it is due. False if there is none, or it was under way and the session died of it. */
export const alarm = (chat: Chat): Promise<boolean> =>
  runDurableObjectAlarm(chat.session()).catch(() => false)

/** What a session has on disk: its tables, and its alarm. */
export const left = (chat: Chat): Promise<{ tables: string[]; alarm: number | null }> =>
  look(chat).catch(() => look(chat))

const look = (chat: Chat) =>
  runInDurableObject(chat.session(), async (_, { storage }) => ({
    tables: storage.sql
      .exec<{ name: string }>(`SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`)
      .toArray()
      .map(({ name }) => name),
    alarm: await storage.getAlarm(),
  }))

const quoted = (chat: Chat, what: string) => `"away ${what} ${chat.chat}"`

/** D1 takes nothing more of this chat, and deletes nothing of it; what it has can be read. */
export async function takeD1Away(chat: Chat): Promise<void> {
  const raise = `BEGIN SELECT RAISE(ABORT, 'away'); END`
  const triggers = [
    env.DB.prepare(
      `CREATE TRIGGER IF NOT EXISTS ${quoted(chat, 'message')} BEFORE INSERT ON messages WHEN NEW.chat = (SELECT key FROM chats WHERE id = '${chat.chat}') ${raise}`
    ),
    env.DB.prepare(
      `CREATE TRIGGER IF NOT EXISTS ${quoted(chat, 'chat')} BEFORE DELETE ON chats WHEN OLD.id = '${chat.chat}' ${raise}`
    ),
  ]
  await surely(() => env.DB.batch(triggers))
}

export async function bringD1Back(chat: Chat): Promise<void> {
  const drops = ['message', 'chat'].map(what =>
    env.DB.prepare(`DROP TRIGGER IF EXISTS ${quoted(chat, what)}`)
  )
  await surely(() => env.DB.batch(drops))
}

/** A state of the whole world that several may want at the same moment: the first enters it, the last leaves it. */
class Shared {
  #holders = 0
  readonly #enter: () => Promise<unknown>
  readonly #leave: () => Promise<unknown>
  #last: Promise<unknown> = Promise.resolve()

  constructor(enter: () => Promise<unknown>, leave: () => Promise<unknown>) {
    this.#enter = enter
    this.#leave = leave
  }

  async during(work: () => Promise<void>): Promise<void> {
    this.#holders += 1
    if (this.#holders === 1) this.#last = this.#last.then(this.#enter)
    await this.#last
    try {
      await work()
    } finally {
      this.#holders -= 1
      if (this.#holders === 0) this.#last = this.#last.then(this.#leave)
      await this.#last
    }
  }
}

const flip = (change: object) =>
  fetch(`${env.DEMO}/_demo/switch`, { method: 'PUT', body: JSON.stringify(change) })

/** D1 refuses everything, for everybody. */
export const d1Gone = new Shared(
  () => rename('messages', 'away'),
  () => rename('away', 'messages')
)

/** The box refuses every new connection. */
export const hostDown = new Shared(
  () => flip({ down: true }),
  () => flip({ down: false })
)

/** Resets the answers to this question that are being written. */
export const cut = (question: string): Promise<unknown> => flip({ cut: question })

/** The chat of a visitor, by their ids. */
const KEY = '(SELECT c.key FROM chats c JOIN visitors v ON v.key = c.visitor WHERE v.id = ? AND c.id = ?)'

/** Whether D1 holds the turn's answer; false too while it cannot say. */
export const stored = (chat: Chat, turn: string): Promise<boolean> =>
  env.DB.prepare(`SELECT 1 FROM messages WHERE chat = ${KEY} AND id = ?`)
    .bind(chat.owner, chat.chat, turn)
    .first()
    .then(
      row => row !== null,
      () => false
    )

/** How many rows D1 has of a chat, how many of its turns it believes to be running, and what stands before its parent. */
export async function rows(
  chat: Chat
): Promise<{ chats: number; messages: number; running: number; twisted: number }> {
  const count = async (sql: string) =>
    (await env.DB.prepare(sql).bind(chat.owner, chat.chat).first<number>('n')) ?? 0
  return {
    chats: await count(`SELECT count(*) AS n FROM chats WHERE key = ${KEY}`),
    messages: await count(`SELECT count(*) AS n FROM messages WHERE chat = ${KEY}`),
    running: await count(`SELECT count(running) AS n FROM chats WHERE key = ${KEY}`),
    twisted: await count(`SELECT count(*) AS n FROM messages WHERE chat = ${KEY} AND parent >= n`),
  }
}
