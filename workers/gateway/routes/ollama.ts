/** /api/ollama/api: for programs that speak Ollama's API, with a key. */

import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { keyed } from '../key.ts'
import { ollama as dialect, tagsOf } from '../programs/as-ollama/dialect.ts'
import { ChatRequest, wanted } from '../programs/as-ollama/request.ts'
import { streamed, whole } from '../programs/as-ollama/voice.ts'
import { speaks } from '../programs/dialect.ts'
import { respond } from '../programs/respond.ts'
import { take } from '../programs/taken.ts'
import { refuse } from '../refuse.ts'
import { settings } from '../settings.ts'

export const inOllama = speaks(dialect)

export const ollama = new Hono<App>()
  .use(keyed)
  .get('/tags', async c => {
    settings(c.env)
    const reply = await askBox(c.env, box => box.models(c.get('requestId')))
    return reply.ok ? c.json(tagsOf(reply.value.models)) : refuse(c, reply.problem)
  })
  .post('/chat', async c => {
    const taken = await take(c, ChatRequest)
    if (!taken.ok) return taken.response
    const want = wanted(taken.body)
    const voice = (taken.body.stream ?? true) ? streamed(want.model) : whole(want.model)
    return respond(c, want, uuid(), voice)
  })
