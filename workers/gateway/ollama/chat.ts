/** One question to a model, until its first token or a fault that stands. */

import type { CompletionRequest } from '../../protocol/completion.ts'
import type { TurnState } from '../../protocol/turn-state.ts'
import type { Settings } from '../settings.ts'
import { chat as send, leavesOpen, type Told } from './client.ts'
import { fault } from './faults.ts'
import type { Host } from './host.ts'
import { Patience } from './patience.ts'
import type { Sight } from './sight.ts'

/** What is asked of whom, and who hears of it. */
export interface Asking {
  host: Host
  settings: Pick<Settings, 'answerTokens' | 'waitMs' | 'wedgeMs'>
  request: CompletionRequest
  sight: Sight
  /** `thinks`: the model can, so it must be told whether to. */
  offer: { name: string; digest: string; thinks: boolean }
  /** Tokens of context of this host, where known. */
  context: number | undefined
  /** Does it go on with an answer that was cut? Undefined while nobody knows: then it is found out, and told. */
  continues: boolean | undefined
  tellContinues(able: boolean): void
  /** Milliseconds that the prompt takes to be read. */
  readMs: number
  /** How often it may be sent once more after a fault. */
  tries: number
  /** Ends it at any moment: the upstream connection is closed and the promise rejects. */
  stop: AbortSignal
  /** Hears what the box does while it is silent. */
  say(state: TurnState): Promise<void>
  /** As in {@link Patience}'s. */
  gone(sentAt?: number): Promise<void>
}

/** Models, by name and digest, that said they cannot think though their list says so. */
const thoughtless = new Set<string>()

/** Asks, and answers with the open stream of Ollama's lines. */
export async function chat(asking: Asking): Promise<Told<ReadableStream<Uint8Array>>> {
  const { host, sight, offer, request, settings, stop, say, gone, readMs } = asking
  const { name: model } = offer
  const waitMs = Math.max(settings.waitMs, host.letGoMs)
  const waited = { host, sight, model, readMs, waitMs, wedgeMs: settings.wedgeMs, say, gone }
  const wait = new Patience(waited, asking.tries, stop)
  if (request.prefill !== undefined) {
    const able = await canContinue(asking, wait)
    if (!able.ok) return able
    if (!able.value) return { ok: false, fault: fault('no_continuation', 'no', 'its template') }
  }
  const ask = () => wait.until(signal => send(host, bodyOf(asking), signal))
  // By now another request may have been told.
  const thought = mayThink(offer)
  const told = await ask()
  if (told.ok || told.fault.retry !== 'without-thinking' || !thought) return told
  thoughtless.add(keyOf(offer))
  return ask()
}

/** Asked of the host where nobody knows; then the Box does, for this digest. */
async function canContinue(
  { host, offer, continues, tellContinues }: Asking,
  wait: Patience
): Promise<Told<boolean>> {
  if (continues !== undefined) return { ok: true, value: continues }
  const told = await wait.until(signal => leavesOpen(host, offer.name, signal))
  if (told.ok) tellContinues(told.value)
  return told
}

const keyOf = ({ name, digest }: Asking['offer']): string => `${name} ${digest}`

const mayThink = (offer: Asking['offer']): boolean => offer.thinks && !thoughtless.has(keyOf(offer))

/** The one set of options that Burrow ever sends, and how tokens are drawn. Any other would make Ollama load the model anew. */
function bodyOf({ request, offer, settings, context }: Asking): unknown {
  const { model, messages, prefill, think, written, tokens, sampling, most = Infinity } = request
  const left = context === undefined ? Number.POSITIVE_INFINITY : context - tokens
  return {
    model,
    messages: prefill === undefined ? messages : [...messages, { role: 'assistant', content: prefill }],
    stream: true,
    // What does not fit was left out by who asks; Ollama would leave out more, in silence.
    truncate: false,
    // Left out, a model that can think would; on one that cannot, `true` is an error. An answer that is gone on with
    // has been thought about.
    ...(mayThink(offer) ? { think: think && prefill === undefined } : {}),
    options: { ...sampling, num_predict: Math.max(1, Math.min(settings.answerTokens - written, left, most)) },
  }
}
