/** Whether a question may be asked: is there room for it in history, and what does the Box say. Both are asked at once. */

import type { Context } from 'hono'
import type { TurnRequest } from '../protocol/nouns.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { askBox } from './box/ask-box.ts'
import type { By } from './box/ledger/limits.ts'
import { byOf } from './by.ts'
import { ownerByAccess } from './identity/owner.ts'
import { pause } from './ollama/pause.ts'
import { settings } from './settings.ts'

/** History answers within so many milliseconds, or nobody is kept waiting for it: what it does not take now it takes later. */
const ROOM_MS = 1_500

const ROOM = ok(null)

/** `offered`: the model is known to be. `leftMs`: as the Box says it. `by`: who asks, for whatever counts what they use. */
export async function mayAsk(
  c: Context<App>,
  chat: string,
  { turn, model, resume, text = '' }: TurnRequest
): Promise<Reply<{ offered: boolean; leftMs?: number; by: By }>> {
  const visitor = c.get('visitor')
  const requestId = c.get('requestId')
  const { questionChars } = settings(c.env).limits
  if (text.length > questionChars)
    return no('too_large', {
      message: `A question may have ${questionChars.toLocaleString('en')} characters here.`,
    })
  const [asks, owner] = await Promise.all([byOf(c, visitor), ownerByAccess(c)])
  const by: By = { ...asks, ...(owner !== null && { isOwner: true }) }
  const bytes = new TextEncoder().encode(text).length
  const asked = { turn, model, bytes, ...(resume === undefined ? {} : { resume }) }
  const [room, admitted] = await Promise.all([
    roomOf(c, { chat, turn, bytes }),
    askBox(c.env, box => box.admit(asked, visitor, requestId, by)),
  ])
  if (!admitted.ok) return admitted
  return room.ok ? ok({ ...admitted.value, by }) : room
}

/** A history that cannot say is no reason to refuse. */
async function roomOf(
  c: Context<App>,
  asked: { chat: string; turn: string; bytes: number }
): Promise<Reply<null>> {
  const answered = new AbortController()
  const late = pause(ROOM_MS, answered.signal).then(() => ROOM)
  const found = c.env.HISTORY.room(c.get('visitor'), asked, c.get('requestId')).catch(() => ROOM)
  const room = await Promise.race([found, late]).finally(() => answered.abort())
  return room.ok || FULL.has(room.problem.code) ? room : ROOM
}

const FULL = new Set(['kept_full', 'site_full'])
