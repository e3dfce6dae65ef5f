/** Sends a message to the owner's webhook: the one address beside the box's that the gateway calls for its owner. */

import { VERSION } from '../ollama/host.ts'
import { type Message, sign, SIGNATURE } from './message.ts'
import type { Webhook } from './settings.ts'

/** A receiver that has not answered after so many milliseconds has not taken it. */
export const WITHIN_MS = 5_000

/**
 * Null once it was taken, else why not, in words that hold nothing of the address: that is a secret. A redirect is not
 * followed, and of the answer its status alone is read.
 */
export async function post({ url, secret }: Webhook, message: Message): Promise<string | null> {
  const body = JSON.stringify(message)
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': `burrow/${VERSION}`,
    ...(secret !== null && { [SIGNATURE]: await sign(secret, body) }),
  }
  try {
    const signal = AbortSignal.timeout(WITHIN_MS)
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await response.body?.cancel()
    return response.ok ? null : `it answers ${response.status}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? 'it does not answer in time'
      : 'nobody answers'
  }
}
