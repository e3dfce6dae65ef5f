/** Reads the body of `POST /api/chat`, and refuses it in the words of Ollama. */

import type { ChatMessage } from './conversation.ts'
import { decoderError, errors } from './errors.ts'

export interface ChatAsk {
  model: string
  messages: ChatMessage[]
  stream: boolean
  /** Undefined means true for a model that can think. */
  think: boolean | string | undefined
  options: Record<string, unknown>
  keepAlive: unknown
  format: unknown
  tools: unknown[]
  renderOnly: boolean
  /** Undefined means true: what is too long is cut, and nobody told. */
  truncate: boolean | undefined
  /** Undefined means the model's own. */
  shift: boolean | undefined
}

const LEVELS = new Set(['low', 'medium', 'high', 'max'])

export function parseChat(text: string): ChatAsk {
  const body = parseObject(text)
  const { model, messages, options, tools } = body
  if (model !== undefined && typeof model !== 'string') throw errors.badField(typeof model, 'model', 'string')
  if (!model) throw errors.modelRequired()
  if (messages !== undefined && !Array.isArray(messages)) {
    throw errors.badField(typeof messages, 'messages', '[]api.Message')
  }
  if (options !== undefined && !isObject(options)) {
    throw errors.badField(typeof options, 'options', 'map[string]interface {}')
  }
  return {
    model,
    messages: (messages ?? []).map(parseMessage),
    stream: body['stream'] !== false,
    think: parseThink(body['think']),
    options: options ?? {},
    keepAlive: body['keep_alive'],
    format: body['format'],
    tools: Array.isArray(tools) ? tools : [],
    renderOnly: body['_debug_render_only'] === true,
    truncate: parseSwitch(body, 'truncate'),
    shift: parseSwitch(body, 'shift'),
  }
}

/** The object that a body is; used by every route that takes one. */
export function parseObject(text: string): Record<string, unknown> {
  if (text.trim() === '') throw errors.missingBody()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw decoderError(text)
  }
  if (!isObject(body)) throw decoderError('x')
  return body
}

function parseMessage(value: unknown): ChatMessage {
  if (!isObject(value)) throw errors.badField(typeof value, 'messages', 'api.Message')
  const { role, content, thinking, images } = value
  if (content !== undefined && content !== null && typeof content !== 'string') {
    throw errors.badField(typeof content, 'messages.content', 'string')
  }
  const message: ChatMessage = { role: String(role ?? '').toLowerCase(), content: content ?? '' }
  if (typeof thinking === 'string') message.thinking = thinking
  if (Array.isArray(images)) message.images = images.map(parseImage)
  return message
}

function parseImage(value: unknown): string {
  const text = String(value)
  const wrong = text.search(/[^A-Za-z0-9+/=]/)
  if (wrong >= 0) throw errors.badImage(wrong)
  return text
}

function parseThink(think: unknown): ChatAsk['think'] {
  if (think === undefined || think === null) return undefined
  if (typeof think === 'boolean' || LEVELS.has(String(think))) return think as boolean | string
  throw errors.thinkLevel(String(think))
}

function parseSwitch(body: Record<string, unknown>, field: string): boolean | undefined {
  const value = body[field] ?? undefined
  if (value !== undefined && typeof value !== 'boolean') throw errors.badField(typeof value, field, 'bool')
  return value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
