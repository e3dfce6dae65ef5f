/**
 * A visitor is a random id in a signed cookie; it is made at the first call that concerns a visitor's own things. The
 * signed value is `<id>.<Unix seconds at which it was set>`. Whom Access lets in is who Access says; the cookie then only
 * notes that their e-mail address is kept.
 */

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { refuse } from '../refuse.ts'
import type { LetIn } from './access.ts'
import { readSigned, VISITOR, writeSigned } from './cookie.ts'
import { isOwner } from './door.ts'
import type { Who } from './who.ts'

const DAY_SECONDS = 24 * 60 * 60

/** As long as browsers keep a cookie at all. */
const MAX_AGE_SECONDS = 400 * DAY_SECONDS

/** A cookie older than that is set again: whoever comes at least once a year stays who they are. */
const RENEW_SECONDS = 30 * DAY_SECONDS

/** The first cookies did not say when they were set: those are old. */
const VALUE = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\.(\d{1,12}))?$/

const now = (): number => Math.floor(Date.now() / 1_000)

/** What the cookie says, and whether it is to be set again; null without one that is ours. */
async function read(c: Context<App>): Promise<{ id: string; isOld: boolean } | null> {
  const signed = await readSigned(c, VISITOR)
  const [, id, setAt = '0'] = VALUE.exec(signed?.value ?? '') ?? []
  if (id === undefined) return null
  return { id, isOld: signed?.isOld === true || now() - Number(setAt) > RENEW_SECONDS }
}

const write = (c: Context<App>, id: string): Promise<void> =>
  writeSigned(c, VISITOR, `${id}.${now()}`, MAX_AGE_SECONDS)

const anonymous = (visitor: string, newcomer: boolean): Who => ({
  visitor,
  known: 'anonymous',
  newcomer,
  isOwner: false,
})

/** They may have come before, from anywhere. */
const ofAccess = (c: Context<App>, letIn: LetIn): Who => ({
  visitor: letIn.visitor,
  known: 'access',
  newcomer: false,
  isOwner: isOwner(c, letIn),
})

/** Who asks; null for a newcomer, of whom nothing is made. */
export async function whoAsks(c: Context<App>): Promise<Who | null> {
  const letIn = c.get('letIn')
  if (letIn !== undefined) return ofAccess(c, letIn)
  const cookie = await read(c)
  return cookie === null ? null : anonymous(cookie.id, false)
}

/** Sets who asks from the cookie, or makes a new visitor. */
export const visitor = createMiddleware<App>(async function visitor(c, next) {
  const cookie = await read(c)
  const letIn = c.get('letIn')
  const who =
    letIn === undefined ? anonymous(cookie?.id ?? crypto.randomUUID(), cookie === null) : ofAccess(c, letIn)
  const isNoted = cookie?.id === who.visitor && !cookie.isOld
  if (!isNoted && (await isKept(c, letIn))) await write(c, who.visitor)
  c.set('who', who)
  c.set('visitor', who.visitor)
  await next()
})

/** An address that history cannot keep just now is given to it again with the next call. */
async function isKept(c: Context<App>, letIn: LetIn | undefined): Promise<boolean> {
  if (letIn === undefined || letIn.email === null) return true
  return (await c.env.HISTORY.introduce(letIn.visitor, letIn.email, c.get('requestId'))).ok
}

/** Whoever has only just come has no chat: no object is made, and D1 is not asked, to find that out. They may ask. */
export const nothingYet = createMiddleware<App>(async function nothingYet(c, next) {
  if (c.get('who').newcomer && c.req.method !== 'POST') return refuse(c, problem('not_found'))
  return next()
})
