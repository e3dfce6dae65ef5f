/**
 * GET /api/health, for monitors: 200 while visitors find their chats here, 503 while they do not. A box that is off is
 * said and is no failure, for many a box sleeps at night; whoever wants to be woken asks with `?box=1`, and then it is.
 */

import { type Context, Hono } from 'hono'
import { causeOf, log } from '../../protocol/log.ts'
import type { Health } from '../../protocol/health.ts'
import type { ProblemCode } from '../../protocol/problems.ts'
import { PROTOCOL } from '../../protocol/version.ts'
import type { App } from '../app.ts'
import { check } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { askBox } from '../box/ask-box.ts'
import { orAborted } from '../ollama/pause.ts'
import { settingsOrNull } from '../settings.ts'

/**
 * Milliseconds for which one look is told to all who ask. Strangers may ask as often as they like: an isolate looks no
 * more often than this, and a look is one row read of D1 and one small request to the box.
 */
const KEPT_MS = 5_000

/** A part that has not answered after so many milliseconds is not well. */
const LOOK_MS = 3_000

/** Milliseconds after which a look that is not over was its request's, which has died. */
const LOST_MS = 2 * LOOK_MS

/** Milliseconds between two thoughts of those who wait for another's look. */
const TICK_MS = 100

type Parts = Omit<Health, 'status'>

/** What an isolate knows. Values: a promise of one request must not be awaited by another. */
interface Known {
  parts: Parts | null
  /** When the last look was over, and when one began that is not over yet; Unix milliseconds. */
  at: number
  asking: number
}

const known = new WeakMap<object, Known>()

const { query } = contract['GET /api/health']

export const health = new Hono<App>().get('/', check('query', query), async c => {
  const parts = await together(c)
  const off = parts.box !== null
  const fails = parts.gateway !== null || parts.history !== null || (off && c.req.valid('query').box === '1')
  return c.json<Health>({ status: fails ? 'fail' : off ? 'warn' : 'pass', ...parts }, fails ? 503 : 200)
})

/** One look for all who ask while it is under way or young. */
async function together(c: Context<App>): Promise<Parts> {
  const last = known.get(c.env) ?? { parts: null, at: 0, asking: 0 }
  known.set(c.env, last)
  for (;;) {
    if (last.parts !== null && Date.now() - last.at < KEPT_MS) return last.parts
    if (Date.now() - last.asking > LOST_MS) break
    await new Promise(resolve => setTimeout(resolve, TICK_MS))
  }
  last.asking = Date.now()
  const looking = look(c).then(parts => Object.assign(last, { parts, at: Date.now(), asking: 0 }))
  // It ends though whoever asked has left: the others wait for it.
  c.executionCtx.waitUntil(looking)
  return (await looking).parts
}

/** Never rejects. */
async function look(c: Context<App>): Promise<Parts> {
  const late = AbortSignal.timeout(LOOK_MS)
  const gateway = isSetUp(c.env) ? null : 'misconfigured'
  const [history = NOBODY, box = 'host_unreachable'] = await Promise.all([
    orAborted(historyOf(c), late),
    gateway ?? orAborted(boxOf(c), late),
  ])
  return { gateway: history.speaks ? gateway : 'misconfigured', history: history.code, box }
}

interface Memory {
  code: ProblemCode | null
  /** What the gateway understands, as far as is known. */
  speaks: boolean
}

const NOBODY: Memory = { code: 'history_unavailable', speaks: true }

/** Each understands the version before: they are deployed one after the other. */
const understands = (protocol: number) => Math.abs(protocol - PROTOCOL) <= 1

const historyOf = (c: Context<App>): Promise<Memory> =>
  c.env.HISTORY.health(c.get('requestId')).then(
    reply =>
      reply.ok
        ? { code: null, speaks: understands(reply.value.protocol) }
        : { code: reply.problem.code, speaks: true },
    (error: unknown) => {
      log('memory', { request: c.get('requestId'), detail: causeOf(error) })
      return NOBODY
    }
  )

const boxOf = (c: Context<App>): Promise<ProblemCode | null> =>
  askBox(c.env, box => box.health(c.get('requestId')))

/** Every setting of the gateway's is right; where one is not, the log has named it. */
const isSetUp = (env: GatewayEnv): boolean => settingsOrNull(env) !== null
