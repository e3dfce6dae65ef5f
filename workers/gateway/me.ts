/** What `GET /api/me` says: who asks, and what they have used and may use. */

import type { Context } from 'hono'
import type { Me, Usage } from '../protocol/me.ts'
import { ok, type Reply } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { askBox } from './box/ask-box.ts'
import { byOf } from './by.ts'
import { ownerWho } from './identity/owner.ts'
import { identity } from './identity/passkeys.ts'

export async function me(c: Context<App>): Promise<Reply<Me>> {
  const asks = c.get('who')
  const [who, usage, owner] = await Promise.all([identity(c), usageOf(c), ownerWho(c, asks)])
  if (!who.ok) return who
  return usage.ok ? ok({ ...who.value, isOwner: owner !== null, usage: usage.value }) : usage
}

async function usageOf(c: Context<App>): Promise<Reply<Usage>> {
  const { visitor, newcomer } = c.get('who')
  const by = await byOf(c, visitor)
  const [box, kept] = await Promise.all([
    askBox(c.env, desk => desk.allowance(by)),
    c.env.HISTORY.kept(newcomer ? null : visitor, c.get('requestId')),
  ])
  if (!kept.ok) return kept
  const { usedMs, mostMs, until } = box.box
  const boxSeconds = { used: seconds(usedMs), most: mostMs === null ? null : seconds(mostMs), until }
  return ok({ boxSeconds, turnsThisMinute: box.turns, ...kept.value })
}

const seconds = (ms: number): number => Math.round(ms / 1_000)
