/**
 * Who this device was before somebody signed in on it, as a signed cookie, `before.<visitor>`. It stays until they sign
 * out, and is then who the device is again: until then what is theirs may be taken along at any time, more than once.
 */

import type { Context } from 'hono'
import type { App } from '../app.ts'
import { dropCookie, LASTING_SECONDS, readSigned, VISITOR, writeSigned } from './cookie.ts'

const BEFORE = `${VISITOR}-before`

const VALUE = /^before\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

export function noteBefore(c: Context<App>, visitor: string): Promise<void> {
  c.set('before', visitor)
  return writeSigned(c, BEFORE, `before.${visitor}`, LASTING_SECONDS)
}

/** Null where nobody was here before. */
export async function readBefore(c: Context<App>): Promise<string | null> {
  return c.get('before') ?? VALUE.exec((await readSigned(c, BEFORE))?.value ?? '')?.[1] ?? null
}

export const forgetBefore = (c: Context<App>): void => dropCookie(c, BEFORE)
