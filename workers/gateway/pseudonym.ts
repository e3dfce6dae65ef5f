/**
 * What the owner's log calls a visitor: the same for all that one visitor asks, and nothing that opens what is theirs.
 * Without the cookie's secret nobody can tell which id it is of, nor whether it is of one that they know.
 */

import { encodeBase64Url } from 'hono/utils/encode'
import { hmac } from './hmac.ts'

/** 60 bits: among ten thousand visitors the chance that any two share one is 1 in 20 billion. */
const CHARS = 10

/** No value of a cookie begins so: what is signed here never signs one. */
const PURPOSE = 'log '

export const pseudonym = (secret: string, visitor: string): Promise<string> =>
  signed(secret, PURPOSE + visitor)

/**
 * What stands for an address today, and for nothing tomorrow. What is counted by it is kept for the day alone, and tells
 * nobody who lacks the secret which address it is of.
 */
export const addressToday = (secret: string, prefix: string, day: number): Promise<string> =>
  signed(secret, `address ${day} ${prefix}`)

const signed = async (secret: string, what: string): Promise<string> =>
  encodeBase64Url((await hmac(secret, what)).buffer).slice(0, CHARS)
