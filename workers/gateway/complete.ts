/** From a request for an answer to the open stream of it: the Box says where and whether, the host answers. */

import type { CompletionRequest, HostModel, LastWord } from '../protocol/completion.ts'
import type { TurnState } from '../protocol/turn-state.ts'
import { problem, type ProblemCode } from '../protocol/problems.ts'
import { askBox, type BoxCalls, type BoxEnv } from './box/ask-box.ts'
import type { Entering, Entry } from './box/entrance.ts'
import { pseudonym } from './pseudonym.ts'
import { type Settings, type settings, settingsOrNull } from './settings.ts'
import { chat } from './ollama/chat.ts'
import { type Fault, problemOf } from './ollama/faults.ts'
import { hostAt } from './ollama/host.ts'
import { type Looking, Sight } from './ollama/sight.ts'

/** What is asked for, by history or by a program. */
export interface Asked extends CompletionRequest {
  /** As {@link Entering.program}. */
  program?: string
}

interface Around {
  env: Parameters<typeof settings>[0] & BoxEnv
  /** Ends it at any moment: the upstream connection is closed and the promise rejects. */
  stop: AbortSignal
  /** Hears what the box does while it is silent. */
  say(state: TurnState): Promise<void>
  /** Keeps work alive that nobody waits for. */
  later(work: Promise<unknown>): void
}

interface Last {
  burrow: LastWord
}

/** The stream and what it comes from, or the line that ends it. `over` must be called when the body has ended, however it does. */
export type Completion =
  | { ok: true; model: HostModel; body: ReadableStream<Uint8Array>; over(): void }
  | { ok: false; line: Last }

/**
 * Asks for one answer. Where a host cannot be reached before its first token, the next that has the model is asked.
 * Rejects when it is stopped.
 */
export async function complete(request: Asked, around: Around): Promise<Completion> {
  const owners = settingsOrNull(around.env)
  if (owners === null) return { ok: false, line: { burrow: { problem: problem('misconfigured') } } }
  const {
    requestId,
    turn = crypto.randomUUID(),
    session,
    program,
    model,
    tokens,
    context,
    again,
    prefill,
    digest,
    keep = false,
    from,
    times,
  } = request
  // Of a chat that has come to another visitor since it was asked in, the time is that visitor's.
  const who = session === undefined ? request.who : await pseudonym(owners.cookieSecret, session.owner)
  const entering: Entering = {
    requestId,
    turn,
    ...(session === undefined ? {} : { session }),
    ...(program === undefined ? {} : { program }),
    model,
    tokens,
    again,
    resumes: prefill !== undefined,
    keep,
    ...(context === undefined ? {} : { context }),
    ...(digest === undefined ? {} : { digest }),
    ...(who !== undefined && { who }),
    ...(from !== undefined && { from }),
    ...(times !== undefined && { times }),
  }
  for (let left = owners.hosts.length; ; left -= 1) {
    const entrance = await askBox(around.env, box => box.enter(entering))
    if (!entrance.ok) {
      const { ok: _, ...burrow } = entrance
      return { ok: false, line: { burrow } }
    }
    const { entry } = entrance
    const sent = await send(request, entry, owners, around)
    if (sent.ok || !AWAY.has(sent.code)) return sent
    await askBox(around.env, box => box.failed(entry.url))
    if (!entry.others || left <= 1) return sent
  }
}

/** Nobody answers there, or nobody who would: another host may. */
const AWAY = new Set<ProblemCode | null>([
  'host_refused',
  'host_offline',
  'host_unreachable',
  'upstream_auth',
  'not_ollama',
  'misconfigured',
])

/** It may have the request still, and read on. */
const READS_ON = new Set<ProblemCode>(['waited_too_long', 'load_too_long', 'host_unreachable'])

type Sent =
  | Extract<Completion, { ok: true }>
  | (Extract<Completion, { ok: false }> & { code: ProblemCode | null })

async function send(
  request: CompletionRequest,
  { lease, url, offer, context, continues, readMs, loaded, company, others }: Entry,
  owners: Settings,
  { env, stop, say, later }: Around
): Promise<Sent> {
  const { requestId } = request
  const { name, digest } = offer
  const ask = <T>(call: (box: BoxCalls) => Promise<T>) => askBox(env, call)
  const leave = (idle: boolean) => later(ask(box => box.leave(lease, idle)))
  let handed = false
  /** The host has nothing of it left to read. */
  let idle = true
  try {
    stop.throwIfAborted()
    const host = hostAt(owners, url, requestId)
    // The Box is of another deployment than this invocation.
    if (host === undefined) throw new Error('The Box named a host that is not in the settings.')
    const look = (looking: Looking) => ask(box => box.look(lease, looking, requestId))
    const sight = new Sight(look, loaded, company)
    const gone = (sentAt?: number) => ask(box => box.gone(lease, sentAt, requestId))
    const tellContinues = (able: boolean) => later(ask(box => box.noteContinues(digest, able)))
    // With another to ask nobody waits for this one to come back.
    const tries = request.again || others ? 0 : 1
    const asking = { host, sight, settings: owners, request, offer, context, continues, readMs, tries }
    idle = false
    const answer = await chat({ ...asking, tellContinues, stop, say, gone })
    if (answer.ok) {
      handed = true
      if (sight.isKnownSilent) later(ask(box => box.answered(lease)))
      // Looked at while it waited, or known from before; else the next answer knows.
      const known = context ?? sight.contextOf(name)
      if (known === undefined) later(ask(box => box.contextNow(url, name, requestId)))
      const model = { digest, ...(known === undefined ? {} : { context: known }) }
      // There is no header before the first token: the prompt was read.
      return { ok: true, model, body: answer.value, over: () => leave(true) }
    }
    const { fault } = answer
    idle = !READS_ON.has(fault.code)
    if (fault.code === 'model_missing') await ask(box => box.doubt(url))
    if (fault.code !== 'too_long') return refuse(fault, requestId)
    const given = (await ask(box => box.contextNow(url, name, requestId))) ?? fault.context
    if (given === undefined) return refuse(fault, requestId)
    const counted = fault.tokens === undefined ? {} : { tokens: fault.tokens }
    return { ok: false, code: null, line: { burrow: { smaller: { digest, context: given, ...counted } } } }
  } finally {
    if (!handed) leave(idle)
  }
}

const refuse = (failed: Fault, requestId: string | undefined): Sent => ({
  ok: false,
  code: failed.code,
  line: { burrow: { problem: problemOf(failed, requestId) } },
})
