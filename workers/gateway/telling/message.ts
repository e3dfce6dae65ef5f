/**
 * What is sent: one message a look, however much there is to tell. `text` is what Slack, Mattermost, Rocket.Chat and Zulip
 * show, `content` what Discord does, and each passes over the other; programs read `events`.
 */

import { hmac } from '../hmac.ts'
import type { Notice } from './words.ts'

/** Units of what Discord takes; the others take more. */
const MOST_UNITS = 2_000

/** Header of the signature, in the form of GitHub's webhooks. */
export const SIGNATURE = 'X-Burrow-Signature-256'

export interface Message {
  text: string
  content: string
  /** When it was sent, as ISO 8601 in UTC: whoever verifies the signature can refuse an old one. */
  at: string
  events: Notice[]
}

export function messageOf(events: Notice[], now: number): Message {
  const text = events
    .map(event => event.text)
    .join('\n')
    .slice(0, MOST_UNITS)
  return { text, content: text, at: new Date(now).toISOString(), events }
}

/** `sha256=` and the HMAC of the body with the secret, in hexadecimal digits. */
export async function sign(secret: string, body: string): Promise<string> {
  const signed = await hmac(secret, body)
  return `sha256=${[...signed].map(byte => byte.toString(16).padStart(2, '0')).join('')}`
}
