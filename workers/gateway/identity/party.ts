/** For which name, and at which origins, passkeys are made and used: WebAuthn's relying party. */

import type { Context } from 'hono'
import type { App } from '../app.ts'
import { settings } from '../settings.ts'
import { isName } from './settings-schema.ts'

export interface Party {
  id: string
  origins: string[]
}

/** Null where passkeys do not work at the address at which somebody comes, and for whom Access lets in: they need none. */
export function partyOf(c: Context<App>): Party | null {
  if (c.get('letIn') !== undefined) return null
  const { rpId, origins } = settings(c.env).passkeys
  const { hostname, origin } = new URL(c.req.url)
  const id = rpId ?? hostname
  const isWithin = hostname === id || hostname.endsWith(`.${id}`)
  if (!isName(id) || !isWithin || (origins.length > 0 && !origins.includes(origin))) return null
  return { id, origins: origins.length > 0 ? origins : [origin] }
}
