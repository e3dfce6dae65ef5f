/** Whose page asks: a browser says where a request comes from, and at which name it believes to have found Burrow. */

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What browsers say of a request by the page itself, and of an address that a person typed. */
const OURS = new Set(['same-origin', 'none'])

/** The names of one's own machine; no other name can be made to lead there by whoever owns it. */
const LOCAL = /^(localhost|[^.].*\.localhost|127\.0\.0\.1|\[::1\])$/

const UNNAMED = 'Over plain http Burrow answers to localhost alone. At any other name it needs https.'

/** False for another site's page, a sibling domain's too. A client that is no browser says nothing of this. */
function fromOwnPage(c: Context<App>): boolean {
  const site = c.req.header('Sec-Fetch-Site')
  return (site === undefined || OURS.has(site)) && (c.req.header('Origin') === undefined || atOwnOrigin(c))
}

/**
 * Every browser names the origin of whoever opens a socket, and lets any site open one to any other. Nothing else tells
 * whose page it is, so here it must be named.
 */
export const atOwnOrigin = (c: Context<App>): boolean => c.req.header('Origin') === new URL(c.req.url).origin

/**
 * Refuses a name that may be another's: a site whose name was made to lead to this machine is of the same origin as
 * what answers there, and could read it all. Behind https the certificate has settled it.
 */
export const ownName = createMiddleware<App>(async function ownName(c, next) {
  const { protocol, hostname } = new URL(c.req.url)
  if (protocol !== 'https:' && !LOCAL.test(hostname))
    return refuse(c, problem('foreign_origin', { message: UNNAMED }))
  return next()
})

/** Refuses a change that another site's page asks for. */
export const ownChange = createMiddleware<App>(async function ownChange(c, next) {
  if (!SAFE.has(c.req.method) && !fromOwnPage(c)) return refuse(c, problem('foreign_origin'))
  return next()
})

/** Refuses whatever another site's page asks for. */
export const ownPage = createMiddleware<App>(async function ownPage(c, next) {
  return fromOwnPage(c) ? next() : refuse(c, problem('foreign_origin'))
})
