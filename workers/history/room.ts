/** Is there room for one more question: in what its visitor may keep, and in what all of them may. */

import { no, ok, type ProblemCode, type Reply } from '../protocol/problems.ts'
import type { KeptUsage } from '../protocol/me.ts'
import { database } from './queries/database.ts'
import { type Kept, NOTHING, readKept, readRoom } from './queries/kept.ts'
import { type Most, settings } from './settings.ts'

/** The owner has to make room, which takes a while, in milliseconds. */
const FULL_MS = 60 * 60_000

const HOUR = { retryAfterMs: FULL_MS }

/** A question, and the UTF-8 bytes of its text. */
export interface Asked {
  chat: string
  turn: string
  bytes: number
}

/** A turn that history has is refused by nothing that came since. */
export async function room(
  env: HistoryEnv,
  owner: string,
  { chat, turn, bytes }: Asked
): Promise<Reply<null>> {
  const { visitor, site } = settings(env).kept
  const { own, all, begun, known } = await readRoom(database(env, owner), owner, chat, turn)
  if (known) return ok(null)
  const more: Kept = { chats: begun ? 0 : 1, messages: 2, bytes }
  return full(own, more, visitor, 'kept_full') ?? full(all, more, site, 'site_full') ?? ok(null)
}

/** Null: of somebody new, of whom nothing is looked for. */
export async function keptBy(env: HistoryEnv, owner: string | null): Promise<KeptUsage> {
  const own = owner === null ? NOTHING : (await readKept(database(env, owner), owner)).own
  const { chats, messages, bytes } = settings(env).kept.visitor
  return {
    chats: { used: own.chats, most: chats },
    messages: { used: own.messages, most: messages },
    bytes: { used: own.bytes, most: bytes },
  }
}

function full(
  now: Kept,
  more: Kept,
  most: Most,
  code: Extract<ProblemCode, 'kept_full' | 'site_full'>
): Reply<never> | undefined {
  const over = (['chats', 'messages', 'bytes'] as const).find(
    // What adds none of it is not what fills it.
    what => more[what] > 0 && now[what] + more[what] > most[what]
  )
  if (over === undefined) return undefined
  if (code === 'site_full') return no(code, HOUR)
  return no(code, {
    message: `${sentence(over, now, most)} Delete chats that you need no more, and ask again.`,
  })
}

function sentence(over: keyof Kept, now: Kept, most: Most): string {
  const [used, all] = over === 'bytes' ? [mb(now.bytes), mb(most.bytes)] : [now[over], most[over]]
  const what = over === 'bytes' ? 'MB' : over
  return `There is no room here for more of yours: ${used.toLocaleString('en')} of ${all.toLocaleString('en')} ${what}.`
}

const mb = (bytes: number): number => Math.round(bytes / 100_000) / 10
