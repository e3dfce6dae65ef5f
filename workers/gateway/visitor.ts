/**
 * Who asks. A visitor is a random id in a signed cookie that scripts cannot read; it is made at the first call that
 * concerns a visitor's own things, and every query of history is bound to it (V1).
 */

import { getSignedCookie, setSignedCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { App } from './app.ts'

const COOKIE = 'burrow'

/** As long as browsers keep a cookie at all. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60

/** Sets `visitor` from the cookie, or makes a new one. A forged or foreign signature is no cookie. */
export const visitor = createMiddleware<App>(async function visitor(c, next) {
  const secret = c.env.COOKIE_SECRET
  let id = await getSignedCookie(c, secret, COOKIE)
  if (!id) {
    id = crypto.randomUUID()
    await setSignedCookie(c, COOKIE, id, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      // Plain http exists only on the owner's own machine.
      secure: new URL(c.req.url).protocol === 'https:',
      maxAge: MAX_AGE_SECONDS,
    })
  }
  c.set('visitor', id)
  await next()
})
