/** `POST /api/chat` and, for unloading only, `POST /api/generate`. */

import type { IncomingMessage, ServerResponse } from 'node:http'

import { answer } from './answer.ts'
import type { Box } from './box.ts'
import { findModel } from './box.ts'
import { checkAgainst } from './checks.ts'
import { errors } from './errors.ts'
import { goTime } from './go-json.ts'
import { loadOptions } from './load-options.ts'
import type { DemoModel } from './model.ts'
import { SYSTEM } from './model.ts'
import type { ChatAsk } from './parse-chat.ts'
import { parseChat, parseObject } from './parse-chat.ts'
import { render } from './prompt.ts'
import { readText, sendJson } from './respond.ts'

export async function chat(box: Box, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrived = performance.now()
  const ask = parseChat(await readText(request))
  const record = box.records.open(ask, request.headers, response)
  const model = findModel(box, ask.model)
  if (!model) throw errors.modelMissing(ask.model)
  checkAgainst(model, ask)

  const client = clientOf(response)
  const { signal } = client
  if (record.kind === 'unload') {
    box.memory.unload(model.name)
    return sendDone(model, response, 'unload')
  }
  const options = loadOptions(box, model, ask)
  const { name, loadMs } = model
  const use = await box.scheduler.acquire({ name, loadMs, options, keepAlive: ask.keepAlive, signal })
  Object.assign(record, { reloaded: use.reloaded, context: options.context })
  const loaded = performance.now()
  try {
    if (record.kind === 'load') sendDone(model, response, 'load')
    else if (record.kind === 'render') rendered(model, ask, response)
    else await answer(box, { model, options, ask, record, response, client, arrived, loaded })
  } finally {
    use.end()
  }
}

/** Aborts when the connection closes before the response is complete. */
function clientOf(response: ServerResponse): AbortController {
  const client = new AbortController()
  response.on('close', () => client.abort())
  return client
}

function sendDone(model: DemoModel, response: ServerResponse, reason: 'load' | 'unload'): void {
  const message = { role: 'assistant', content: '' }
  sendJson(response, { model: model.name, created_at: goTime(), message, done: true, done_reason: reason })
}

function rendered(model: DemoModel, ask: ChatAsk, response: ServerResponse): void {
  const message = { role: '', content: '' }
  const prompt = render(ask.messages, { system: SYSTEM, continues: model.continues })
  sendJson(response, {
    model: model.name,
    created_at: goTime(),
    message,
    done: false,
    _debug_info: { rendered_template: prompt },
  })
}

/** The demo generates nothing outside a chat, but a host must be able to free memory this way. */
export async function generate(box: Box, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { model: name, prompt, keep_alive } = parseObject(await readText(request))
  const model = findModel(box, String(name ?? ''))
  if (!model) throw errors.modelMissing(String(name ?? ''))
  if (prompt || keep_alive !== 0) throw errors.noGenerate(model.name)
  box.memory.unload(model.name)
  sendJson(response, {
    model: model.name,
    created_at: goTime(),
    response: '',
    done: true,
    done_reason: 'unload',
  })
}
