/** Which questions may be asked of the model before D1 has been looked at. */

import type { TurnRequest } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'
import type { Contexts } from './contexts.ts'
import type { Turn } from './turn.ts'

/** How old an id may be, in milliseconds, and its chat still be a new one. */
const FRESH_MS = 10 * 60_000

/**
 * The first question of a chat whose id was made just now, as its time says: nothing can stand above it. A clock may be
 * wrong and a first question be sent twice, so this is a guess, and D1 is asked behind the first token.
 */
export function isFresh(chat: string, { parent, text, resume }: TurnRequest): boolean {
  if (parent !== null || text === undefined || resume !== undefined) return false
  const madeAt = /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(chat)
    ? Number.parseInt(chat.slice(0, 8) + chat.slice(9, 13), 16)
    : 0
  return Math.abs(Date.now() - madeAt) < FRESH_MS
}

/** Once the first of a turn is to be seen: was its chat a new one, and the turn too? Where D1 cannot say it was. */
export async function confirm(turn: Turn, contexts: Contexts): Promise<void> {
  const { owner, chat, answer } = turn.intent
  await turn.begun
  const { known } = await contexts
    .find(owner, chat, answer.id, null, answer.model)
    .catch(() => ({ known: null }))
  if (known?.role === 'assistant') turn.replace(known)
  if (known?.role === 'user') turn.refuse(problem('bad_request'))
}
