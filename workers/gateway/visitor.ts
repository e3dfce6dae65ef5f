/**
 * Who asks. A visitor is a random id in a signed cookie that scripts cannot read; it is made at the first call that
 * concerns a visitor's own things, and every query of history is bound to it (V1). The signed value is
 * `<id>.<Unix seconds at which it was set>`.
 */

import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'
import { settings } from './settings.ts'

const COOKIE = 'burrow'

const DAY_SECONDS = 24 * 60 * 60

/** As long as browsers keep a cookie at all. */
const MAX_AGE_SECONDS = 400 * DAY_SECONDS

/** A cookie older than that is set again: whoever comes at least once a year stays who they are. */
const RENEW_SECONDS = 30 * DAY_SECONDS

/** The first cookies did not say when they were set: those are old. */
const VALUE = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\.(\d{1,12}))?$/

/** Plain http exists only on the owner's own machine. */
const isSecure = (c: Context<App>): boolean => new URL(c.req.url).protocol === 'https:'

/** What the cookie says; null without one that is ours. A forged or foreign signature is no cookie. */
async function read(c: Context<App>): Promise<{ id: string; setAt: number } | null> {
  const { cookieSecret } = settings(c.env)
  // No sibling domain can set a `__Host-` cookie, so none can slip a visitor an identity that it knows.
  const value = await getSignedCookie(c, cookieSecret, COOKIE, isSecure(c) ? 'host' : undefined)
  const [, id, setAt = '0'] = VALUE.exec(value || '') ?? []
  return id === undefined ? null : { id, setAt: Number(setAt) }
}

function write(c: Context<App>, id: string, now: number): Promise<void> {
  return setSignedCookie(c, COOKIE, `${id}.${now}`, settings(c.env).cookieSecret, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    ...(isSecure(c) ? { prefix: 'host' } : {}),
    maxAge: MAX_AGE_SECONDS,
  })
}

/** Whoever comes next from here is somebody new. */
export const forgetCookie = (c: Context<App>): void => {
  deleteCookie(c, COOKIE, { path: '/', secure: isSecure(c), ...(isSecure(c) ? { prefix: 'host' } : {}) })
}

/** The id of who asks; null for a newcomer, of whom nothing is made. */
export const visitorOf = async (c: Context<App>): Promise<string | null> => (await read(c))?.id ?? null

/** Sets `visitor` from the cookie, or makes a new one. */
export const visitor = createMiddleware<App>(async function visitor(c, next) {
  const cookie = await read(c)
  const now = Math.floor(Date.now() / 1_000)
  const id = cookie?.id ?? crypto.randomUUID()
  if (cookie === null || now - cookie.setAt > RENEW_SECONDS) await write(c, id, now)
  c.set('visitor', id)
  c.set('newcomer', cookie === null)
  await next()
})

/** Whoever has only just come has no chat: no object is made, and D1 is not asked, to find that out. They may ask. */
export const nothingYet = createMiddleware<App>(async function nothingYet(c, next) {
  if (c.get('newcomer') && c.req.method !== 'POST') return refuse(c, problem('not_found'))
  return next()
})
