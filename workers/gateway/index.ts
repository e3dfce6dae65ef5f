/** The gateway: the public HTTP API, `Completions` for history, the Box, and a look around every five minutes. */

import { api } from './api.ts'
import { countRequest } from './telling/count.ts'
import { tell } from './telling/tell.ts'

export { Box } from './box/box.ts'
export { Completions } from './completions.ts'

export default {
  fetch(request, env, ctx) {
    countRequest(env, work => ctx.waitUntil(work))
    return api.fetch(request, env, ctx)
  },
  scheduled: (_, env) => tell(env),
} satisfies ExportedHandler<GatewayEnv>
