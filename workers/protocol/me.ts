/** Who somebody is to Burrow, what they have used and may use, and how they come to be the same on another device. */

/** How: by the cookie of one browser alone, by a passkey that they signed in with, or by the owner's Cloudflare Access. */
export type Known = 'anonymous' | 'passkey' | 'access'

/**
 * On the answer to a question, where little is left: seconds of the box that whoever asked had left for today. So a page knows
 * without asking for it.
 */
export const LEFT_HEADER = 'Burrow-Seconds-Left'

/** What somebody has used of something, and may use in all; null for no limit. */
export interface Share {
  used: number
  most: number | null
}

/** What Burrow keeps of a visitor. */
export interface KeptUsage {
  chats: Share
  messages: Share
  /** Of texts, and 500 for each chat and message. */
  bytes: Share
}

export interface Usage extends KeptUsage {
  /** Seconds of the box today, which ends at `until` (Unix time in milliseconds): their own, or what is left to their network. */
  boxSeconds: Share & { until: number }
  /** Questions within the last minute. */
  turnsThisMinute: Share
}

export interface Me {
  known: Known
  /** They may see and change what is the owner's. */
  isOwner: boolean
  /** At this address a passkey can be made and used. */
  canKeep: boolean
  /** Oldest first. */
  passkeys: Passkey[]
  /** Chats of this device from before they signed in on it, which they have not taken along. */
  before: number
  usage: Usage
}

export interface Passkey {
  id: string
  /** What its owner calls it. */
  name: string
  /** Unix time in milliseconds. */
  createdAt: number
  /** When it was last signed in with; null for never. */
  usedAt: number | null
}

/** What the browser is to be asked for: `publicKey` of WebAuthn, as JSON. */
export interface PasskeyOptions {
  options: object
}

/** The passkey that the browser made, as JSON. */
export interface NewPasskey {
  response: object
}

/** The browser's proof of one, as JSON: `id` names it, `userHandle` whose it is. */
export interface SignIn {
  response: { id: string; response: { userHandle?: string } }
}

export interface PasskeyName {
  name: string
}

/** What of the chats from before came along with one call. */
export interface TakenAlong {
  taken: number
  /** Those that are left: call again. In some an answer is being written, and they come when it has ended. */
  left: number
}

/** What the frame that asks whether somebody is a person begins with. */
export interface PassKey {
  /** Of the owner's Turnstile widget. */
  siteKey: string
}

/** What that frame found: Turnstile's token. */
export interface PassRequest {
  token: string
}
