/**
 * A visitor is a random id in a signed cookie; it is made at the first call that concerns a visitor's own things. The
 * signed value is `<id>.<Unix seconds at which it was set>`, with `.p` behind it for one who is known by a passkey. Whom
 * Access lets in is who Access says; the cookie then only notes that their e-mail address is kept.
 */

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { refuse } from '../refuse.ts'
import { settings } from '../settings.ts'
import type { LetIn } from './access.ts'
import { noteBefore } from './before.ts'
import { LASTING_SECONDS, readSigned, VISITOR, writeSigned } from './cookie.ts'
import type { Who } from './who.ts'

/** A cookie older than that is set again: whoever comes at least once a year stays who they are. */
const RENEW_SECONDS = 30 * 24 * 60 * 60

/** The first cookies did not say when they were set: those are old. */
const VALUE = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\.(\d{1,12}))?(\.p)?$/

const now = (): number => Math.floor(Date.now() / 1_000)

interface Cookie {
  id: string
  known: 'anonymous' | 'passkey'
  /** It is to be set again. */
  isOld: boolean
}

/** Null without one that is ours. */
async function read(c: Context<App>): Promise<Cookie | null> {
  const signed = await readSigned(c, VISITOR)
  const [, id, setAt = '0', passkey] = VALUE.exec(signed?.value ?? '') ?? []
  if (id === undefined) return null
  const isOld = signed?.isOld === true || now() - Number(setAt) > RENEW_SECONDS
  return { id, known: passkey === undefined ? 'anonymous' : 'passkey', isOld }
}

/** From here on this browser is this visitor. */
export const become = (c: Context<App>, id: string, known: Cookie['known']): Promise<void> =>
  writeSigned(c, VISITOR, `${id}.${now()}${known === 'passkey' ? '.p' : ''}`, LASTING_SECONDS)

const byCookie = ({ id, known }: Cookie): Who => ({ visitor: id, known, newcomer: false, isOwner: false })

/** They may have come before, from anywhere. */
const byAccess = (c: Context<App>, letIn: LetIn): Who => ({
  visitor: letIn.visitor,
  known: 'access',
  newcomer: false,
  isOwner: letIn.email !== null && settings(c.env).owners.includes(letIn.email),
})

/** Who asks; null for a newcomer, of whom nothing is made. */
export async function whoAsks(c: Context<App>): Promise<Who | null> {
  const letIn = c.get('letIn')
  if (letIn !== undefined) return byAccess(c, letIn)
  const cookie = await read(c)
  return cookie === null ? null : byCookie(cookie)
}

/** Sets who asks, or makes a new visitor. */
export const visitor = createMiddleware<App>(async function visitor(c, next) {
  const letIn = c.get('letIn')
  const cookie = await read(c)
  const who = letIn === undefined ? await named(c, cookie) : await introduced(c, letIn, cookie)
  c.set('who', who)
  c.set('visitor', who.visitor)
  await next()
})

/** As `visitor`, but of a newcomer nothing is made: they have no name. */
export const whoever = createMiddleware<App>(async function whoever(c, next) {
  if ((await whoAsks(c)) !== null) return visitor(c, next)
  c.set('who', { visitor: '', known: 'anonymous', newcomer: true, isOwner: false })
  c.set('visitor', '')
  return next()
})

async function named(c: Context<App>, cookie: Cookie | null): Promise<Who> {
  const { id, known, isOld } = cookie ?? { id: crypto.randomUUID(), known: 'anonymous', isOld: true }
  if (isOld) await become(c, id, known)
  return { ...byCookie({ id, known, isOld }), newcomer: cookie === null }
}

async function introduced(c: Context<App>, letIn: LetIn, cookie: Cookie | null): Promise<Who> {
  const { visitor: id, email } = letIn
  const isKnown = cookie?.id === id && !cookie.isOld
  // An address that history cannot keep just now is given to it again with the next call.
  if (!isKnown && (email === null || (await c.env.HISTORY.introduce(id, email, c.get('requestId'))).ok)) {
    // Who had chats here without Access may take them along.
    if (cookie?.known === 'anonymous' && cookie.id !== id) await noteBefore(c, cookie.id)
    await become(c, id, 'anonymous')
  }
  return byAccess(c, letIn)
}

/** Whoever has only just come has no chat: no object is made, and D1 is not asked, to find that out. They may ask. */
export const nothingYet = createMiddleware<App>(async function nothingYet(c, next) {
  if (c.get('who').newcomer && c.req.method !== 'POST') return refuse(c, problem('not_found'))
  return next()
})
