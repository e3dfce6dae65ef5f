/**
 * Cloudflare Access as the door: it sends a signed token along with every request that it lets in. The signature is
 * verified here again, for another host name may lead to the same Burrow, past Access.
 */

import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose'
import { stringify } from 'uuid'
import { causeOf, log } from '../../protocol/log.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import { hmac } from '../hmac.ts'
import type { AccessDoor } from './settings.ts'

/** Whom Access has let in. */
export interface LetIn {
  /** The id that they have as a visitor. */
  visitor: string
  /** In lower case; null for a program with a service token. */
  email: string | null
}

/** Seconds by which clocks may differ. */
const CLOCK_SECONDS = 30

/** Access changes its keys every six weeks and keeps the old ones for days; one that is new is fetched when it comes. */
const KEYS_MS = 60 * 60_000

/** The keys of a team, fetched once by each isolate. */
const keys = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

function keysOf(issuer: string) {
  const url = `${issuer}/cdn-cgi/access/certs`
  const kept = keys.get(url) ?? createRemoteJWKSet(new URL(url), { cacheMaxAge: KEYS_MS })
  keys.set(url, kept)
  return kept
}

/** Who this token is of. Refuses with `not_signed_in` one that is not Access' for this Burrow, and none. */
export async function letIn(
  { issuer, audience }: AccessDoor,
  token: string | undefined,
  request: string
): Promise<Reply<LetIn>> {
  if (token === undefined) return no('not_signed_in')
  try {
    const { payload } = await jwtVerify(token, keysOf(issuer), {
      issuer,
      audience,
      algorithms: ['RS256'],
      clockTolerance: CLOCK_SECONDS,
      requiredClaims: ['exp'],
    })
    const subject = subjectOf(payload)
    if (subject === null) return no('not_signed_in')
    const { email } = payload
    return ok({
      visitor: await idOf(issuer, subject),
      email: typeof email === 'string' && email !== '' ? email.toLowerCase() : null,
    })
  } catch (error) {
    if (isTokens(error)) return no('not_signed_in')
    log('access', { request, detail: causeOf(error) })
    return no('check_unavailable')
  }
}

/** A program has no subject, but the name of its service token. Two people who had none would be one visitor. */
function subjectOf({ sub, common_name: program }: JWTPayload): string | null {
  if (typeof sub === 'string' && sub !== '') return sub
  return typeof program === 'string' && program !== '' ? `program ${program}` : null
}

/**
 * The same for as long as the person is the same at Access, whatever secret of Burrow's changes. Who can reckon it gains
 * nothing: an id opens nothing without a token, or a cookie that was signed.
 */
async function idOf(issuer: string, subject: string): Promise<string> {
  const id = (await hmac(issuer, subject)).subarray(0, 16)
  // A UUIDv8: 122 bits that mean something to whoever made them alone.
  id[6] = 0x80 | ((id[6] ?? 0) & 0x0f)
  id[8] = 0x80 | ((id[8] ?? 0) & 0x3f)
  return stringify(id)
}

/** What jose says of keys that it could not fetch or read. */
const KEYS = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'])

/** The token is wrong; anything else is a failure to find that out. */
const isTokens = (error: unknown): boolean => error instanceof errors.JOSEError && !KEYS.has(error.code)
