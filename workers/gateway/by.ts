/** Who asks, as limits know them: a pseudonym, and what stands for their address today. */

import type { Context } from 'hono'
import { addressOf } from './address.ts'
import type { App } from './app.ts'
import type { By } from './box/ledger/limits.ts'
import { dayOf } from './box/ledger/days.ts'
import { addressToday, pseudonym } from './pseudonym.ts'
import { settings } from './settings.ts'

export async function byOf(c: Context<App>, visitor: string): Promise<By> {
  const { cookieSecret } = settings(c.env)
  const who = await pseudonym(cookieSecret, visitor)
  const address = addressOf(c)
  if (address === null) return { who }
  const { prefix, times } = address
  return { who, address: { from: await addressToday(cookieSecret, prefix, dayOf(Date.now())), times } }
}
