/** Who somebody is to Burrow. */

/** How: by the cookie of one browser alone, by a passkey that they signed in with, or by the owner's Cloudflare Access. */
export type Known = 'anonymous' | 'passkey' | 'access'

/** What the frame that asks whether somebody is a person begins with. */
export interface PassKey {
  /** Of the owner's Turnstile widget. */
  siteKey: string
}

/** What that frame found: Turnstile's token. */
export interface PassRequest {
  token: string
}
