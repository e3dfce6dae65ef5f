/** /api/openai/v1: for programs that speak OpenAI's API, with a key. */

import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { keyed } from '../key.ts'
import { modelsOf, openAi } from '../programs/as-openai/dialect.ts'
import { ChatRequest, wanted } from '../programs/as-openai/request.ts'
import { streamed, whole } from '../programs/as-openai/voice.ts'
import { speaks } from '../programs/dialect.ts'
import { respond } from '../programs/respond.ts'
import { take } from '../programs/taken.ts'
import { refuse } from '../refuse.ts'
import { settings } from '../settings.ts'

export const inOpenAi = speaks(openAi)

export const openai = new Hono<App>()
  .use(keyed)
  .get('/models', async c => {
    settings(c.env)
    const reply = await askBox(c.env, box => box.models(c.get('requestId')))
    return reply.ok ? c.json(modelsOf(reply.value.models)) : refuse(c, reply.problem)
  })
  .post('/chat/completions', async c => {
    const taken = await take(c, ChatRequest)
    if (!taken.ok) return taken.response
    const { stream = false, stream_options: { include_usage = false } = {} } = taken.body
    const want = wanted(taken.body)
    const turn = uuid()
    const { model } = want
    const voice = stream ? streamed({ turn, model }, include_usage) : whole({ turn, model })
    return respond(c, want, turn, voice)
  })
