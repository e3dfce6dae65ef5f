/** GET /api/models: what a visitor may ask, and what of it is loaded now. */

import { Hono } from 'hono'
import type { ModelList } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { catalogue } from '../ollama/catalogue.ts'
import { logFault } from '../ollama/faults.ts'
import { contextOf, look } from '../ollama/memory.ts'
import { pickHost } from '../ollama/pick.ts'
import { refuse } from '../refuse.ts'
import { settings } from '../settings.ts'

export const models = new Hono<App>().get('/', async c => {
  const owners = settings(c.env)
  const host = await pickHost(owners, c.get('requestId'))
  const [offered, memory] = await Promise.all([
    catalogue(host, owners.models, work => c.executionCtx.waitUntil(work)),
    look(host),
  ])
  if (!offered.ok) {
    logFault(offered.fault, c.get('requestId'))
    return refuse(c, problem(offered.fault.code))
  }
  return c.json<ModelList>({
    models: offered.value.map(({ digest: _digest, ...offer }) => {
      const known = contextOf(host, offer.name)
      return {
        ...offer,
        loaded: memory?.has(offer.name) ?? false,
        ...(known === null ? {} : { context: known.context }),
      }
    }),
  })
})
