/** GET /api/status: how the box is, without asking it more than this needs. */

import { type Context, Hono } from 'hono'
import type { Status } from '../../protocol/nouns.ts'
import { problem, type ProblemCode } from '../../protocol/problems.ts'
import { OLDEST_PAGE } from '../../protocol/version.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { stateOf } from '../box/hosts/state-of.ts'
import { VERSION } from '../ollama/host.ts'
import { settingsOrNull } from '../settings.ts'

/** The suffix by which the demo says that it is one. */
const DEMO = '+demo'

const UNKNOWN = { queue: 0, answering: 0, loaded: [], demo: false, version: VERSION, oldestPage: OLDEST_PAGE }

const trouble = (code: ProblemCode): Pick<Status, 'box' | 'problem'> => ({
  box: stateOf(code),
  problem: problem(code),
})

export const status = new Hono<App>().get('/', async c => c.json<Status>(await statusOf(c)))

async function statusOf(c: Context<App>): Promise<Status> {
  if (settingsOrNull(c.env) === null) return { ...UNKNOWN, ...trouble('misconfigured') }
  const { version, loaded, loading, code, since, queue, answering, paused, welcome } = await askBox(
    c.env,
    box => box.now(c.get('requestId'))
  )
  const known = {
    ...UNKNOWN,
    queue,
    answering,
    demo: version?.endsWith(DEMO) ?? false,
    ...(paused !== null && { paused }),
    ...(welcome !== '' && { welcome }),
  }
  if (code === null && loading !== null) return { ...known, box: 'loading', loaded, loading }
  if (code === null) return { ...known, box: 'ready', loaded }
  return { ...known, ...trouble(code), ...(since !== null && code !== 'no_models' && { since }) }
}
