/**
 * What a passkey is to sign, once: a random text in a signed cookie, so that nothing is kept of who only asks for it. Its
 * value is `challenge.<what for>.<text>.<Unix seconds until which it is good>`.
 */

import type { Context } from 'hono'
import type { App } from '../app.ts'
import { dropCookie, readSigned, VISITOR, writeSigned } from './cookie.ts'

const CHALLENGE = `${VISITOR}-challenge`

/** For so long a browser asks its person; they may have to find a key first. */
export const GOOD_SECONDS = 5 * 60

/** To add a passkey to what is this visitor's, or to sign in as whoever it shows. */
type Purpose = 'sign-in' | `add-${string}`

const now = (): number => Math.floor(Date.now() / 1_000)

export const noteChallenge = (c: Context<App>, purpose: Purpose, challenge: string): Promise<void> =>
  writeSigned(c, CHALLENGE, `challenge.${purpose}.${challenge}.${now() + GOOD_SECONDS}`, GOOD_SECONDS)

/** Null where none was given to this browser for this purpose, or too long ago. The browser is to ask for another then. */
export async function takeChallenge(c: Context<App>, purpose: Purpose): Promise<string | null> {
  const signed = await readSigned(c, CHALLENGE)
  dropCookie(c, CHALLENGE)
  const [kind, what, challenge = '', until] = signed?.value.split('.') ?? []
  return kind === 'challenge' && what === purpose && Number(until) > now() ? challenge : null
}
