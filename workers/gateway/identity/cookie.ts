/**
 * Cookies that Burrow signed: no script can read them, no sibling domain can set them, and what they say was said by
 * Burrow. The first of the owner's secrets signs; those behind it are older and only still verify.
 */

import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { App } from '../app.ts'
import { settings } from '../settings.ts'

/** The visitor's own; the others have names behind it, and say theirs again in what is signed: one is never taken for another. */
export const VISITOR = 'burrow'

/** 400 days: as long as browsers keep a cookie at all. */
export const LASTING_SECONDS = 400 * 24 * 60 * 60

/** Plain http exists only on the owner's own machine. */
const isSecure = (c: Context<App>): boolean => new URL(c.req.url).protocol === 'https:'

/** No sibling domain can set a `__Host-` cookie, so none can slip a visitor an identity that it knows. */
const prefixFor = (c: Context<App>): 'host' | undefined => (isSecure(c) ? 'host' : undefined)

/** What it says, and whether an older secret signed it. Null without one that is ours: a forged or foreign one is none. */
export async function readSigned(
  c: Context<App>,
  name: string
): Promise<{ value: string; isOld: boolean } | null> {
  const { cookieSecret, olderSecrets } = settings(c.env)
  for (const secret of [cookieSecret, ...olderSecrets]) {
    const value = await getSignedCookie(c, secret, name, prefixFor(c))
    if (value) return { value, isOld: secret !== cookieSecret }
  }
  return null
}

export function writeSigned(c: Context<App>, name: string, value: string, maxAge: number): Promise<void> {
  const prefix = prefixFor(c)
  return setSignedCookie(c, name, value, settings(c.env).cookieSecret, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    ...(prefix && { prefix }),
    maxAge,
  })
}

export function dropCookie(c: Context<App>, name: string): void {
  const prefix = prefixFor(c)
  deleteCookie(c, name, { path: '/', secure: isSecure(c), ...(prefix && { prefix }) })
}
