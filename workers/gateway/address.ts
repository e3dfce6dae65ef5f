/** From where somebody asks, as far as limits need to know: one subscriber's addresses are one. */

import type { Context } from 'hono'
import type { App } from './app.ts'
import { bytesOf, isIn, isLoopback, prefixOf } from './networks.ts'
import { settingsOrNull } from './settings.ts'

/** The edge sets it, and lets nobody else. */
const HEADER = 'CF-Connecting-IP'

export interface Address {
  /** What the addresses of one subscriber have in common. */
  prefix: string
  /** It may use so many times what one address may. */
  times: number
}

/** Null where nothing is limited by address: on one's own machine, and for a Worker of the owner's that calls by binding. */
export function addressOf(c: Context<App>): Address | null {
  const bytes = bytesOf(c.req.header(HEADER) ?? '')
  if (bytes === null || isLoopback(bytes)) return null
  return { prefix: prefixOf(bytes), times: timesOf(bytes, c.env) }
}

/** Where a setting is wrong, whoever asks how Burrow is hears it: nobody has more than one. */
function timesOf(bytes: number[], env: GatewayEnv): number {
  const networks = settingsOrNull(env)?.networks ?? []
  return Math.max(1, ...networks.flatMap(({ network, times }) => (isIn(bytes, network) ? [times] : [])))
}
