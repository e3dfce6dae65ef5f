/** The demo's diary: every chat request, what was sent for it, and how its side of the connection ended. */

import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

import type { ChatMessage } from './conversation.ts'
import type { ChatAsk } from './parse-chat.ts'

/** `finished` covers refusals and early ends too: the demo had no more to say. */
export type Ending = 'finished' | 'closed by client' | 'reset by fault'

export interface RecordedRequest {
  id: number
  /** `load`, `unload` and `render` write no answer. */
  kind: 'chat' | 'load' | 'unload' | 'render'
  model: string
  messages: ChatMessage[]
  options: Record<string, unknown>
  think: ChatAsk['think']
  headers: IncomingHttpHeaders
  /** Unix time in milliseconds, as all times here. */
  arrivedAt: number
  firstTokenAt: number | null
  tokens: number
  /** As asked for. */
  truncate: boolean | undefined
  shift: boolean | undefined
  /** The model was in memory and had to be loaded anew, because this request wanted a load-time option otherwise. */
  reloaded: boolean
  /** Tokens of context that the model was loaded with; 0 until it is in memory. */
  context: number
  /** Tokens of the prompt that reached the model; 0 until it has a slot. */
  promptTokens: number
  /** As many of these as had to be read, because the slot did not hold them. */
  freshTokens: number
  /** What was lost in silence: messages left out, tokens cut off what then remained, tokens shifted out while answering. */
  dropped: number
  cut: number
  shifted: number
  /** Exactly what was handed to the connection. */
  thinking: string
  content: string
  /** Null while the request is open. */
  ended: Ending | null
  endedAt: number | null
}

export class Records {
  /** The same array always, so that a test may hold on to it. */
  readonly requests: RecordedRequest[] = []
  readonly #limit: number
  #lastId = 0

  /** Keeps the newest `limit`: a demo that runs for months must not grow. */
  constructor(limit: number) {
    this.#limit = limit
  }

  open(ask: ChatAsk, headers: IncomingHttpHeaders, response: ServerResponse): RecordedRequest {
    const { model, messages, options, think, truncate, shift } = ask
    const record: RecordedRequest = {
      id: ++this.#lastId,
      kind: kindOf(ask),
      model,
      messages,
      options,
      think,
      headers,
      arrivedAt: Date.now(),
      firstTokenAt: null,
      tokens: 0,
      truncate,
      shift,
      reloaded: false,
      context: 0,
      promptTokens: 0,
      freshTokens: 0,
      dropped: 0,
      cut: 0,
      shifted: 0,
      thinking: '',
      content: '',
      ended: null,
      endedAt: null,
    }
    this.requests.push(record)
    if (this.requests.length > this.#limit) this.requests.shift()
    response.on('finish', () => end(record, 'finished'))
    response.on('close', () => end(record, 'closed by client'))
    return record
  }

  clear(): void {
    this.requests.length = 0
  }
}

/** The first ending counts: a connection that was reset is closed as well. */
export function end(record: RecordedRequest, ending: Ending): void {
  if (record.ended !== null) return
  record.ended = ending
  record.endedAt = Date.now()
}

function kindOf(ask: ChatAsk): RecordedRequest['kind'] {
  if (ask.messages.length === 0) return ask.keepAlive === 0 ? 'unload' : 'load'
  return ask.renderOnly ? 'render' : 'chat'
}
