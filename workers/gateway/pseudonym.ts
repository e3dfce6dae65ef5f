/**
 * What the owner's log calls a visitor: the same for all that one visitor asks, and nothing that opens what is theirs.
 * Without the cookie's secret nobody can tell which id it is of, nor whether it is of one that they know.
 */

import { encodeBase64Url } from 'hono/utils/encode'

/** 60 bits: among ten thousand visitors the chance that any two share one is 1 in 20 billion. */
const CHARS = 10

/** No value of a cookie begins so: what is signed here never signs one. */
const PURPOSE = 'log '

export async function pseudonym(secret: string, visitor: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const how = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(secret), how, false, ['sign'])
  const signed = await crypto.subtle.sign(how, key, bytes(PURPOSE + visitor))
  return encodeBase64Url(signed).slice(0, CHARS)
}
