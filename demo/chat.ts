/** `POST /api/chat` and, for unloading only, `POST /api/generate`. */

import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Box } from './box.ts'
import { findModel } from './box.ts'
import { untilPrefill } from './conversation.ts'
import { errors } from './errors.ts'
import { promptTokens } from './figures.ts'
import { goTime } from './go-json.ts'
import type { DemoModel } from './models.ts'
import { SYSTEM } from './models.ts'
import type { ChatAsk } from './parse-chat.ts'
import { checkAgainst, parseChat, parseObject } from './parse-chat.ts'
import type { RecordedRequest } from './record.ts'
import { render } from './render.ts'
import { readText, sendJson } from './respond.ts'
import { Turn } from './turn.ts'

/** Reading a prompt takes a moment, so that a page has something to show: ms a token, and at most this long. */
const READING = { tokenMs: 1.2, mostMs: 1500 }

export async function chat(box: Box, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrived = performance.now()
  const ask = parseChat(await readText(request))
  const record = box.records.open(ask, request.headers, response)
  const model = findModel(box, ask.model)
  if (!model) throw errors.modelMissing(ask.model)
  checkAgainst(model, ask)

  const signal = closed(response)
  if (record.kind === 'unload') return unload(box, model, response)
  await box.loader.ready(model, signal)
  if (record.kind === 'load') return keep(box, model, ask, response)
  if (record.kind === 'render') return rendered(model, ask, response)

  const loaded = performance.now()
  let release = () => {}
  box.loader.enter(model.name)
  try {
    release = await box.slots.take(model.name, signal)
    const clock = { arrived, loaded, begun: performance.now(), firstToken: undefined }
    const tries = earlier(box, record)
    const turn = new Turn({ model, ask, record, response, signal, clock, rate: box.rate, tries })
    box.turns.add(turn)
    await answer(model, turn, box.rate === 0 || Boolean(model.rate)).finally(() => box.turns.delete(turn))
  } finally {
    release()
    box.loader.leave(model.name, ask.keepAlive)
  }
}

async function answer(model: DemoModel, turn: Turn, atOnce: boolean): Promise<void> {
  if (!atOnce) await turn.pause(Math.min(READING.mostMs, promptTokens(turn.ask) * READING.tokenMs))
  await model.play(turn)
}

/** How often the same conversation was put to the same model before, with or without a partial answer at its end. */
function earlier(box: Box, record: RecordedRequest): number {
  if (!record.model.startsWith('fault-')) return 0
  const conversation = conversationOf(record)
  return box.records.requests.filter(
    each => each.id < record.id && each.model === record.model && conversationOf(each) === conversation
  ).length
}

function conversationOf({ kind, messages }: RecordedRequest): string {
  return kind + JSON.stringify(untilPrefill(messages))
}

/** Aborts when the connection closes before the response is complete. */
function closed(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.on('close', () => controller.abort())
  return controller.signal
}

function keep(box: Box, model: DemoModel, ask: ChatAsk, response: ServerResponse): void {
  box.loader.keep(model.name, ask.keepAlive)
  const message = { role: 'assistant', content: '' }
  sendJson(response, { model: model.name, created_at: goTime(), message, done: true, done_reason: 'load' })
}

function unload(box: Box, model: DemoModel, response: ServerResponse): void {
  box.loader.unload(model.name)
  const message = { role: 'assistant', content: '' }
  sendJson(response, { model: model.name, created_at: goTime(), message, done: true, done_reason: 'unload' })
}

function rendered(model: DemoModel, ask: ChatAsk, response: ServerResponse): void {
  const message = { role: '', content: '' }
  const prompt = render(ask.messages, SYSTEM, model.continues)
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
  box.loader.unload(model.name)
  sendJson(response, {
    model: model.name,
    created_at: goTime(),
    response: '',
    done: true,
    done_reason: 'unload',
  })
}
