/** GET /api/status: how the box is, without asking it more than this needs. */

import { type Context, Hono } from 'hono'
import type { Status } from '../../protocol/nouns.ts'
import { problem, type ProblemCode } from '../../protocol/problems.ts'
import { OLDEST_PAGE } from '../../protocol/version.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { VERSION } from '../ollama/host.ts'
import { settingsOrNull } from '../settings.ts'

/** Faults that only the owner can mend; all others may pass by themselves. */
const OWNERS = new Set<ProblemCode>(['misconfigured', 'upstream_auth', 'not_allowed', 'not_ollama'])

/** The suffix by which the demo says that it is one. */
const DEMO = '+demo'

const UNKNOWN = { queue: 0, answering: 0, loaded: [], demo: false, version: VERSION, oldestPage: OLDEST_PAGE }

/** With `no_models` the box is `ready`: it answers, and has nothing that can. */
const trouble = (code: ProblemCode): Pick<Status, 'box' | 'problem'> => ({
  box: code === 'no_models' ? 'ready' : OWNERS.has(code) ? 'misconfigured' : 'offline',
  problem: problem(code),
})

export const status = new Hono<App>().get('/', async c => c.json<Status>(await statusOf(c)))

async function statusOf(c: Context<App>): Promise<Status> {
  if (settingsOrNull(c.env) === null) return { ...UNKNOWN, ...trouble('misconfigured') }
  const { version, loaded, loading, code, since, queue, answering } = await askBox(c.env, box =>
    box.now(c.get('requestId'))
  )
  const known = { ...UNKNOWN, queue, answering, demo: version?.endsWith(DEMO) ?? false }
  if (code === null && loading !== null) return { ...known, box: 'loading', loaded, loading }
  if (code === null) return { ...known, box: 'ready', loaded }
  return { ...known, ...trouble(code), ...(since !== null && code !== 'no_models' && { since }) }
}
