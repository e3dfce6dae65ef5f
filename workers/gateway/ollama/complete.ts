/** From a request for an answer to the open stream of it: which host, whether it may be asked, whether it fits. */

import type { BurrowLine, CompletionRequest, HostModel } from '../../protocol/completion.ts'
import type { TurnState } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'
import { Misconfigured, type Settings, settings } from '../settings.ts'
import { catalogue, mayKnow, renewCatalogue } from './catalogue.ts'
import { chat } from './chat.ts'
import { type Fault, fault, logFault } from './faults.ts'
import { contextAfter, smallerContext } from './fits.ts'
import type { Host } from './host.ts'
import { contextOf, lookTogether } from './memory.ts'
import { pickHost } from './pick.ts'

interface Around {
  env: Parameters<typeof settings>[0]
  /** Ends it at any moment: the upstream connection is closed and the promise rejects. */
  stop: AbortSignal
  /** Hears what the box does while it is silent. */
  say(state: TurnState): Promise<void>
  /** Keeps work alive that nobody waits for. */
  later(work: Promise<unknown>): void
}

type Last = Extract<BurrowLine, { burrow: { problem: unknown } | { smaller: unknown } }>

/** The stream and what it comes from, or the line that ends it. `over` as in {@link chat}. */
export type Completion =
  | { ok: true; model: HostModel; body: ReadableStream<Uint8Array>; over(): void }
  | { ok: false; line: Last }

const refuse = (host: Host, failed: Fault, words: { message?: string } = {}): Completion => {
  logFault(failed, host.requestId)
  const { code, retryAfterMs } = failed
  return {
    ok: false,
    line: {
      burrow: {
        problem: problem(code, { ...words, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
      },
    },
  }
}

/** Asks for one answer. Rejects when it is stopped. */
export async function complete(request: CompletionRequest, around: Around): Promise<Completion> {
  const owners = settingsOf(around.env)
  if (owners === null) return { ok: false, line: { burrow: { problem: problem('misconfigured') } } }
  const { stop, say, later } = around
  const { model: name, prefill } = request
  const host = await pickHost(owners, request.requestId)
  // What goes on must be the same model still, so the list is that of this moment. A further try asks for nothing else.
  const how = prefill !== undefined ? 'now' : request.again ? 'kept' : later
  const offered = await catalogue(host, owners.models, how)
  if (!offered.ok) {
    const { message } = problem(offered.fault.code)
    const unknown = `${message} Burrow knows no model of this name there.`
    return refuse(host, offered.fault, mayKnow(host, owners.models, name) ? {} : { message: unknown })
  }
  const offer = offered.value.find(one => one.name === name)
  if (offer === undefined) {
    const code = offered.value.length === 0 ? 'no_models' : 'not_allowed'
    return refuse(host, fault(code, 'no', 'not in the list'))
  }

  const { digest } = offer
  const smaller = await smallerContext(host, name, request)
  if (smaller !== null) return { ok: false, line: { burrow: { smaller: { digest, context: smaller } } } }

  const context = contextOf(host, name)?.context
  const answer = await chat({ host, settings: owners, request, offer, context, stop, say })
  if (!answer.ok) {
    if (answer.fault.code === 'model_missing') renewCatalogue()
    if (answer.fault.code !== 'too_long') return refuse(host, answer.fault)
    const given = await contextAfter(host, name, answer.fault)
    return given === null
      ? refuse(host, answer.fault)
      : { ok: false, line: { burrow: { smaller: { digest, context: given } } } }
  }
  // Looked at while it waited, or known from before; else the next answer knows.
  const known = contextOf(host, name)
  if (known === null) later(lookTogether(host, 0))
  const model = { digest, ...(known === null ? {} : { context: known.context }) }
  return { ok: true, model, body: answer.body, over: answer.over }
}

/** The settings, or null where they are wrong, which the owner's log says. */
function settingsOf(env: Around['env']): Settings | null {
  try {
    return settings(env)
  } catch (error) {
    if (error instanceof Misconfigured) return null
    throw error
  }
}
