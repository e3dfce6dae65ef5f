/**
 * Who is an owner: whom Access knows by an e-mail address of OWNERS, and whoever became one with a passkey. The Box is asked
 * only about somebody who is signed in with a passkey, so that strangers cost nothing.
 */

import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { problem, type Reply } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { pseudonym } from '../pseudonym.ts'
import { refuse } from '../refuse.ts'
import { settings, settingsOrNull } from '../settings.ts'
import { type LetIn, letIn } from './access.ts'
import type { AccessDoor } from './settings.ts'
import { whoAsks } from './visitor.ts'
import type { Who } from './who.ts'

/** An owner who asks. */
export interface Owner {
  who: Who
  /** What the log of changes calls them: an e-mail address, or a pseudonym. */
  by: string
}

/** Access sends its token in a header; the browser has it in a cookie too, where a header is lost on the way. */
const tokenOf = (c: Context<App>): string | undefined =>
  c.req.header('Cf-Access-Jwt-Assertion') ?? getCookie(c, 'CF_Authorization')

export const checkToken = (c: Context<App>, door: AccessDoor): Promise<Reply<LetIn>> =>
  letIn(door, tokenOf(c), c.get('requestId'))

/** Null for whoever Access does not know to be an owner, and where it stands before nothing. */
export async function ownerByAccess(c: Context<App>): Promise<Owner | null> {
  const door = settingsOrNull(c.env)?.door ?? null
  if (door === null) return null
  const known = c.get('letIn')
  const reply = known === undefined ? await checkToken(c, door) : { ok: true as const, value: known }
  if (!reply.ok) return null
  const { visitor, email } = reply.value
  if (email === null || !settings(c.env).owners.includes(email)) return null
  return { who: { visitor, known: 'access', newcomer: false, isOwner: true }, by: email }
}

/** The owner who asks; null for anybody else. `who`: where it is known already who asks. */
export async function ownerWho(c: Context<App>, who?: Who): Promise<Owner | null> {
  const byAccess = await ownerByAccess(c)
  if (byAccess !== null || settingsOrNull(c.env) === null) return byAccess
  const asks = who ?? (await whoAsks(c))
  if (asks?.known !== 'passkey') return null
  if (!(await askBox(c.env, box => box.isEnrolled(asks.visitor)))) return null
  return { who: { ...asks, isOwner: true }, by: await pseudonym(settings(c.env).cookieSecret, asks.visitor) }
}

/** Finds out whether an owner asks, before what they send is read. */
export const whetherOwner = createMiddleware<App>(async function whetherOwner(c, next) {
  const owner = await ownerWho(c)
  if (owner !== null) {
    c.set('owner', owner)
    c.set('who', owner.who)
    c.set('visitor', owner.who.visitor)
  }
  return next()
})

/** What is the owner's is to anybody else as if it were not there. */
export const ownerOnly = createMiddleware<App>(async function ownerOnly(c, next) {
  return c.get('owner') === undefined ? refuse(c, problem('not_found')) : next()
})
