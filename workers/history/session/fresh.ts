/** Which questions may be asked of the model before D1 has been looked at. */

import type { TurnRequest } from '../../protocol/nouns.ts'
import type { Known } from './confirmation.ts'
import type { Contexts } from './contexts.ts'
import type { Intent } from './intent.ts'

/** How old an id may be, in milliseconds, and its chat still be a new one. */
const FRESH_MS = 10 * 60_000

/**
 * The first question of a chat whose id was made just now, as its time says: nothing can stand above it. A clock may be
 * wrong and a first question be sent twice, so this is a guess, and D1 is asked a moment later.
 */
export function isFresh(chat: string, { parent, text, resume }: TurnRequest): boolean {
  if (parent !== null || text === undefined || resume !== undefined) return false
  const madeAt = /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(chat)
    ? Number.parseInt(chat.slice(0, 8) + chat.slice(9, 13), 16)
    : 0
  return Math.abs(Date.now() - madeAt) < FRESH_MS
}

/** Asks what history has under the turn's id: its answer, another message, null for nothing; undefined where D1 cannot say. */
export const behind =
  ({ owner, chat, answer }: Intent, contexts: Contexts): Known =>
  async () => {
    const found = await contexts.find(owner, chat, answer.id, null, answer.model).catch(() => undefined)
    return found?.known
  }
