/** Whom the owner's Access lets in: everybody who comes, or the owner alone to what is the owner's. */

import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { problem, type Reply } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { refuse } from '../refuse.ts'
import { settings, settingsOrNull } from '../settings.ts'
import { type LetIn, letIn } from './access.ts'
import type { AccessDoor } from './settings.ts'

/** Access sends its token in a header; the browser has it in a cookie too, where a header is lost on the way. */
const tokenOf = (c: Context<App>): string | undefined =>
  c.req.header('Cf-Access-Jwt-Assertion') ?? getCookie(c, 'CF_Authorization')

const check = (c: Context<App>, door: AccessDoor): Promise<Reply<LetIn>> =>
  letIn(door, tokenOf(c), c.get('requestId'))

/** Where Access stands before everything, nothing is answered to whom it has not let in, at any host name. */
export const door = createMiddleware<App>(async function door(c, next) {
  const access = doorOf(c)
  if (access?.for !== 'everyone') return next()
  const reply = await check(c, access)
  if (!reply.ok) return refuse(c, reply.problem)
  c.set('letIn', reply.value)
  return next()
})

/** What is the owner's is to anybody else as if it were not there. */
export const ownerOnly = createMiddleware<App>(async function ownerOnly(c, next) {
  const access = doorOf(c)
  const known = c.get('letIn')
  const reply = known !== undefined ? { ok: true as const, value: known } : access && (await check(c, access))
  if (!reply?.ok || !isOwner(c, reply.value)) return refuse(c, problem('not_found'))
  const { visitor } = reply.value
  c.set('who', { visitor, known: 'access', newcomer: false, isOwner: true })
  c.set('visitor', visitor)
  return next()
})

export const isOwner = (c: Context<App>, { email }: LetIn): boolean =>
  email !== null && settings(c.env).owners.includes(email)

/** A wrong setting is told by the routes: none of them has anything of anybody's to give without the settings. */
const doorOf = (c: Context<App>): AccessDoor | null => settingsOrNull(c.env)?.door ?? null
