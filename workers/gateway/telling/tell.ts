/**
 * What the cron does: it looks around, and tells the owner what they should know and do not know yet. Where nobody is to be
 * told it does nothing.
 */

import { causeOf, log } from '../../protocol/log.ts'
import type { Stock } from '../../protocol/stock.ts'
import { askBox } from '../box/ask-box.ts'
import { settingsOrNull } from '../settings.ts'
import { mail } from './mail.ts'
import { type Message, messageOf } from './message.ts'
import type { Telling } from './settings.ts'
import { post } from './webhook.ts'
import { HELLO, noticeOf } from './words.ts'

/** Never throws: the next look is made in any case, and tells whatever this one could not. */
export async function tell(env: GatewayEnv): Promise<void> {
  try {
    const telling = tellingIn(env)
    if (telling !== null) await look(env, telling)
  } catch (error) {
    log('not looked', { cause: causeOf(error) })
  }
}

/** Null where nobody is told, or where a setting is wrong. */
export const tellingIn = (env: GatewayEnv): Telling | null => settingsOrNull(env)?.telling ?? null

async function look(env: GatewayEnv, telling: Telling): Promise<void> {
  const [stock, ways] = await Promise.all([stockOf(env), nameOf(telling)])
  const round = await askBox(env, box => box.round(stock, telling, ways))
  const now = Date.now()
  const notices = [...(round.greets === null ? [] : [HELLO]), ...round.news.map(news => noticeOf(news, now))]
  if (notices.length === 0) return
  if (await send(env, telling, messageOf(notices, now))) await askBox(env, box => box.told(round))
}

/** Null where history does not answer, or is of an older Burrow: what it would say is left as it was. */
async function stockOf({ HISTORY }: GatewayEnv): Promise<Stock | null> {
  try {
    const reply = await HISTORY.stock()
    return reply.ok ? reply.value : null
  } catch (error) {
    log('memory', { detail: causeOf(error) })
    return null
  }
}

/** True once one of the ways has taken it. */
async function send(env: GatewayEnv, { webhook, mailbox }: Telling, message: Message): Promise<boolean> {
  const why = await Promise.all([
    webhook && post(webhook, message).then(wrong => ({ way: 'TELL_URL', wrong })),
    mailbox && mail(env, mailbox, message).then(wrong => ({ way: 'TELL_EMAIL', wrong })),
  ])
  const tried = why.filter(one => one !== null)
  for (const { way, wrong } of tried) if (wrong !== null) log('owner untold', { way, cause: wrong })
  return tried.some(({ wrong }) => wrong === null)
}

/** Names the ways, and opens none of them. */
async function nameOf({ webhook, mailbox }: Telling): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([webhook?.url, mailbox]))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return btoa(String.fromCharCode(...digest.slice(0, 12)))
}
