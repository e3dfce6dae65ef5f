/**
 * One request to `/api/chat`, until its first token or a fault that stands. A second try is made at most once, only
 * before the first token and only where the fault matrix allows it.
 */

import type { CompletionRequest } from '../../protocol/completion.ts'
import type { TurnState } from '../../protocol/events.ts'
import { type Fault, nameFault, noAnswer } from './faults.ts'
import type { Host } from './host.ts'
import { loadedModels } from './loaded.ts'
import { pause, watchPhase } from './phase.ts'
import { trafficOf } from './traffic.ts'
import { isLeaving, isWedged, type Silence, unload, untilGone } from './wedge.ts'

export interface ChatSettings {
  ANSWER_TOKENS: string
  FIRST_TOKEN_SECONDS: string
  WEDGE_SECONDS: string
}

/** What is asked of whom, and who hears of it. */
export interface Asking {
  host: Host
  settings: ChatSettings
  /** `thinks`: the model can, so it must be told whether to. */
  request: CompletionRequest & { thinks: boolean }
  /** Ends it at any moment: the upstream connection is closed and the promise rejects. */
  stop: AbortSignal
  /** Hears what the box does while it is silent. */
  say(state: TurnState): Promise<void>
}

/** `over` must be called when the body has ended, however it does: until then this model is known to answer. */
export type ChatAnswer = { ok: true; body: ReadableStream<Uint8Array>; over(): void } | Unanswered
type Unanswered = { ok: false; fault: Fault }

/** Before a second try: long enough for a restarted Ollama or a dead pooled connection, with jitter against crowds. */
const RETRY_MS = 1_000

/** Asks, and answers with the open stream of Ollama's lines. */
export async function chat(asking: Asking): Promise<ChatAnswer> {
  const { request, stop, say } = asking
  const first = await attempt(asking, true)
  if (first.ok || !(await mayRetry(first.fault, asking))) return first
  // Of a wedge the owner has been told, and the viewer is: the model is loaded once more.
  if (first.fault.retry === 'unloaded') return attempt(asking, false)
  log(first.fault)
  const again = first.fault.retry === 'without-thinking' ? { ...request, thinks: false } : request
  if (again === request) {
    await say({ state: 'waiting', attempt: 2, attempts: 2 })
    await pause((first.fault.retryAfterMs ?? RETRY_MS) * (1 + Math.random() / 2), stop)
    stop.throwIfAborted()
  }
  return attempt({ ...asking, request: again }, false)
}

async function mayRetry(fault: Fault, { host, request }: Asking): Promise<boolean> {
  if (fault.retry === 'loaded') return (await loadedModels(host))?.has(request.model) ?? false
  if (fault.retry === 'without-thinking') return request.thinks
  return fault.retry !== 'no'
}

/** One try with its place in the traffic; of a wedged model it is over when that has been unloaded. */
async function attempt(asking: Asking, mayUnload: boolean): Promise<ChatAnswer> {
  const { host, request, stop, say } = asking
  const { model } = request
  const traffic = trafficOf(host, model)
  if (isLeaving(traffic)) {
    await say({ state: 'loading' })
    await untilGone(host, model, traffic, stop)
  }
  const silence = { host, model, traffic, place: traffic.enter(bytesOf(request)) }
  const over = () => traffic.leave(silence.place)
  try {
    const answer = await ask(asking, silence, mayUnload)
    if (answer.ok) return { ...answer, over }
    over()
    if (answer.fault.retry === 'unloaded') {
      await say({ state: 'loading' })
      await unload(silence, stop)
    }
    return answer
  } catch (error) {
    over()
    throw error
  }
}

const LATE: Fault = { code: 'model_loading', retry: 'loaded', detail: 'no first token in time' }
const WEDGED: Fault = { code: 'model_loading', retry: 'unloaded', detail: 'wedged' }

async function ask(
  { host, settings, request, stop, say }: Asking,
  silence: Silence,
  mayUnload: boolean
): Promise<Unanswered | { ok: true; body: ReadableStream<Uint8Array> }> {
  const given = new AbortController()
  const timer = setTimeout(() => given.abort(LATE), Number(settings.FIRST_TOKEN_SECONDS) * 1_000)
  const answered = new AbortController()
  const over = AbortSignal.any([answered.signal, stop])
  const phase = watchPhase(host, request.model, over, say)
  if (mayUnload) {
    void isWedged(silence, phase, Number(settings.WEDGE_SECONDS) * 1_000, over).then(is => {
      if (is) given.abort(WEDGED)
    })
  }
  try {
    const response = await host.request(
      '/api/chat',
      body(request, settings),
      AbortSignal.any([stop, given.signal])
    )
    // Given up in the same moment: the body is closed already.
    given.signal.throwIfAborted()
    if (response.body === null || !isAnswer(response)) return { ok: false, fault: await nameFault(response) }
    silence.place.answered = true
    return { ok: true, body: response.body }
  } catch (error) {
    stop.throwIfAborted()
    return { ok: false, fault: given.signal.aborted ? (given.signal.reason as Fault) : noAnswer(error) }
  } finally {
    clearTimeout(timer)
    answered.abort()
    // The stream must not be handed on while a line of Burrow's own is still being written to it.
    await phase.catch(() => {})
  }
}

/** The one set of options that Burrow ever sends. Any other would make Ollama load the model anew. */
function body(request: CompletionRequest & { thinks: boolean }, settings: ChatSettings): unknown {
  const { model, messages, prefill, think, thinks } = request
  const written = prefill === undefined ? 0 : Math.ceil(prefill.length / TOKEN_UNITS)
  return {
    model,
    messages: prefill === undefined ? messages : [...messages, { role: 'assistant', content: prefill }],
    stream: true,
    // Left out, a model that can think would; on one that cannot, `true` is an error. An answer that is gone on with
    // has been thought about.
    ...(thinks ? { think: think && prefill === undefined } : {}),
    options: { num_predict: Math.max(1, Number(settings.ANSWER_TOKENS) - written) },
  }
}

/** Characters of a token, about: only to count what a partial answer has used up. */
const TOKEN_UNITS = 4

const bytesOf = ({ messages, prefill = '' }: CompletionRequest): number =>
  messages.reduce((sum, { content }) => sum + encoder.encode(content).length, encoder.encode(prefill).length)

const encoder = new TextEncoder()

const isAnswer = (response: Response): boolean =>
  response.status === 200 && (response.headers.get('content-type') ?? '').startsWith('application/x-ndjson')

/** For the owner: what the box said. Never the question, never the answer. */
export function log(fault: Fault): void {
  console.warn(JSON.stringify({ burrow: 'fault', code: fault.code, detail: fault.detail }))
}
