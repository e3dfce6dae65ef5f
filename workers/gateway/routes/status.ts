/** GET /api/status: how the box is, without asking it more than this needs. */

import { Hono } from 'hono'
import * as v from 'valibot'
import type { Status } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { Version } from '../ollama/answers.ts'
import { type Fault, nameFault, noAnswer } from '../ollama/faults.ts'
import { type Host, pickHost, probe, VERSION } from '../ollama/host.ts'
import { loadedModels } from '../ollama/loaded.ts'

/** Faults that only the owner can mend; all others may pass by themselves. */
const OWNERS = new Set(['misconfigured', 'upstream_auth', 'not_allowed'])

/** The suffix by which the demo says that it is one. */
const DEMO = '+demo'

export const status = new Hono<App>().get('/', async c => {
  const host = await pickHost(c.env)
  const [version, loaded] =
    host === null ? [null, null] : await Promise.all([versionOf(host), loadedModels(host)])
  const state: Status = {
    box: 'ready',
    queue: 0,
    loaded: [...(loaded?.keys() ?? [])],
    demo: false,
    version: VERSION,
  }
  if (version === null)
    return c.json<Status>({ ...state, box: 'misconfigured', problem: problem('misconfigured') })
  if (typeof version === 'string') return c.json<Status>({ ...state, demo: version.endsWith(DEMO) })
  const box = OWNERS.has(version.code) ? 'misconfigured' : 'offline'
  return c.json<Status>({ ...state, box, problem: problem(version.code) })
})

async function versionOf(host: Host): Promise<string | Fault> {
  try {
    const response = await probe(host, '/api/version')
    if (!response.ok) return await nameFault(response)
    return v.parse(Version, await response.json()).version
  } catch (error) {
    return noAnswer(error)
  }
}
