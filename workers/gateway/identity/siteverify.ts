/** Asks Turnstile what it found. It is the one address beside the box that the gateway calls by itself. */

import type { Turnstile } from './settings.ts'

/** Milliseconds for which somebody waits to be told that they are a person. */
const PATIENCE_MS = 10_000

export async function siteverify({ verifyUrl, secret }: Turnstile, token: string): Promise<unknown> {
  const response = await fetch(verifyUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ secret, response: token }),
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  return response.json()
}
