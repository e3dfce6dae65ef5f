/** Who somebody is to Burrow. */

/** How: by the cookie of one browser alone, by a passkey that they signed in with, or by the owner's Cloudflare Access. */
export type Known = 'anonymous' | 'passkey' | 'access'
