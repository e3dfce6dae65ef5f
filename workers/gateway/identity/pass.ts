/**
 * A pass says that a visitor was found to be a person, by Cloudflare Turnstile, not long ago. It is a signed cookie,
 * `pass.<visitor>.<Unix seconds until which it is good>`, and good for this visitor alone. Whom Access has let in needs none.
 */

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { causeOf, log } from '../../protocol/log.ts'
import { no, ok, problem, type Reply } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { refuse } from '../refuse.ts'
import { settings } from '../settings.ts'
import { readSigned, VISITOR, writeSigned } from './cookie.ts'
import type { Turnstile } from './settings.ts'
import { siteverify } from './siteverify.ts'

const PASS = `${VISITOR}-pass`

const GOOD_SECONDS = 24 * 60 * 60

/** What the widget is asked for, and what it says that it was asked for: a token of another page's is none. */
export const ACTION = 'ask'

/** That of the documented keys for tests which finds everybody to be a person, of no page and for no action. */
const TEST_SECRET = '1x0000000000000000000000000000000AA'

const now = (): number => Math.floor(Date.now() / 1_000)

/** Where the owner has set Turnstile, a turn is asked by whoever has a pass. */
export const needsPass = createMiddleware<App>(async function needsPass(c, next) {
  if (settings(c.env).turnstile === null) return next()
  const { known, visitor } = c.get('who')
  if (known === 'access') return next()
  const [, whose, until = '0'] =
    /^pass\.([\da-f-]{36})\.(\d{1,12})$/.exec((await readSigned(c, PASS))?.value ?? '') ?? []
  return whose === visitor && Number(until) > now() ? next() : refuse(c, problem('needs_pass'))
})

export const givePass = (c: Context<App>): Promise<void> =>
  writeSigned(c, PASS, `pass.${c.get('visitor')}.${now() + GOOD_SECONDS}`, GOOD_SECONDS)

const Found = v.object({
  success: v.boolean(),
  hostname: v.optional(v.string()),
  action: v.optional(v.string()),
  'error-codes': v.optional(v.array(v.string()), []),
})

/** Whether this token says of a person that they were found to be one, at this host name. */
export async function isPerson(
  turnstile: Turnstile,
  token: string,
  hostname: string,
  request: string
): Promise<Reply<null>> {
  const { success, output: found } = v.safeParse(Found, await answerOf(turnstile, token, request))
  if (!success) return no('check_unavailable')
  if (found['error-codes'].some(code => code.endsWith('-input-secret'))) {
    log('misconfigured', { what: 'TURNSTILE_SECRET is not what Turnstile knows.' })
    return no('misconfigured')
  }
  const isOurs = found.hostname === hostname && found.action === ACTION
  return found.success && (isOurs || turnstile.secret === TEST_SECRET) ? ok(null) : no('pass_refused')
}

async function answerOf(turnstile: Turnstile, token: string, request: string): Promise<unknown> {
  try {
    return await siteverify(turnstile, token)
  } catch (error) {
    log('turnstile', { request, detail: causeOf(error) })
    return null
  }
}
