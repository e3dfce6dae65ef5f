/** The owner's settings of who asks, parsed. */

import type * as v from 'valibot'
import type { IDENTITY } from './settings-schema.ts'

type Parsed = { [Name in keyof typeof IDENTITY]: v.InferOutput<(typeof IDENTITY)[Name]> }

/** Cloudflare Access before the page. */
export interface AccessDoor {
  /** Who signs its tokens, an address. */
  issuer: string
  /** Whom they are meant for: tags of its applications. */
  audience: string[]
  for: 'everyone' | 'owner'
}

/** The owner's Turnstile widget. */
export interface Turnstile {
  siteKey: string
  secret: string
  verifyUrl: string
}

export interface IdentitySettings {
  /** Null without Access before the page. */
  door: AccessDoor | null
  /** Their e-mail addresses, in lower case. */
  owners: string[]
  /** Makes somebody with a passkey an owner, once; null for nobody. */
  ownerCode: string | null
  /** What passkeys are made for, null for the host name at which somebody comes, and where; empty for wherever that is. */
  passkeys: { rpId: string | null; origins: string[] }
  /** Null where whoever comes may ask. */
  turnstile: Turnstile | null
}

export const identityOf = (parsed: Parsed): IdentitySettings => ({
  door:
    parsed.ACCESS_TEAM === ''
      ? null
      : { issuer: parsed.ACCESS_TEAM, audience: parsed.ACCESS_AUD, for: parsed.ACCESS_FOR },
  owners: parsed.OWNERS,
  ownerCode: parsed.OWNER_CODE || null,
  passkeys: { rpId: parsed.RP_ID || null, origins: parsed.RP_ORIGINS },
  turnstile:
    parsed.TURNSTILE_SITE_KEY === ''
      ? null
      : {
          siteKey: parsed.TURNSTILE_SITE_KEY,
          secret: parsed.TURNSTILE_SECRET,
          verifyUrl: parsed.TURNSTILE_VERIFY_URL,
        },
})
