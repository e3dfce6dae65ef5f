/** GET /api/models: what a visitor may ask, and what of it is loaded now. */

import { Hono } from 'hono'
import type { ModelList } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { catalogue } from '../ollama/catalogue.ts'
import { log } from '../ollama/chat.ts'
import { pickHost } from '../ollama/host.ts'
import { loadedModels } from '../ollama/loaded.ts'
import { refuse } from '../refuse.ts'

export const models = new Hono<App>().get('/', async c => {
  const host = await pickHost(c.env)
  if (host === null) return refuse(c, problem('misconfigured'))
  const [offered, loaded] = await Promise.all([
    catalogue(host, c.env.MODELS, work => c.executionCtx.waitUntil(work)),
    loadedModels(host),
  ])
  if (!offered.ok) {
    log(offered.fault)
    return refuse(c, problem(offered.fault.code))
  }
  return c.json<ModelList>({
    models: offered.offers.map(({ digest: _digest, ...offer }) => ({
      ...offer,
      loaded: loaded?.has(offer.name) ?? false,
      ...loaded?.get(offer.name),
    })),
  })
})
