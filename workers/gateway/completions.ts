/**
 * What history asks for an answer. Burrow's own status lines first, then Ollama's lines, piped natively: no
 * JavaScript runs for a token. The pipe belongs to this invocation, so the upstream request ends where it ends,
 * whether the model finished, somebody stopped it, or the session that asked has died.
 */

import { RpcTarget, WorkerEntrypoint } from 'cloudflare:workers'
import type { BurrowLine, CompletionRequest, HandOver, TryReport } from '../protocol/completion.ts'
import { causeOf, log } from '../protocol/log.ts'
import { askBox } from './box/ask-box.ts'
import { complete } from './complete.ts'
import { problem } from '../protocol/problems.ts'
import { countTry } from './telling/count.ts'

/**
 * The upstream request, in the caller's hand. To let go of it closes the upstream at once, in every phase: a caller
 * that stops disposes it, and that of a caller that died is disposed by the runtime. A cancelled stream would not do:
 * while Ollama is silent nobody writes, and only a write notices.
 */
export class Call extends RpcTarget {
  readonly #stop: AbortController
  constructor(stop: AbortController) {
    super()
    this.#stop = stop
  }
  [Symbol.dispose](): void {
    this.#stop.abort(new Error('stopped'))
  }
}

export class Completions extends WorkerEntrypoint<GatewayEnv> {
  /** Asks for one answer. `lines` ends with a problem of Burrow's own, or as Ollama ends. */
  complete(request: CompletionRequest): { lines: ReadableStream<Uint8Array>; call: Call } {
    const stop = new AbortController()
    const { readable, writable } = new IdentityTransformStream()
    this.ctx.waitUntil(this.#run(request, writable, stop.signal))
    return { lines: readable, call: new Call(stop) }
  }

  /** Takes what one try came to: how fast the box reads and writes. Never throws. */
  async report(report: TryReport): Promise<void> {
    countTry(this.env, work => this.ctx.waitUntil(work), report)
    try {
      await askBox(this.env, box => box.report(report))
    } catch (error) {
      log('report', { request: report.requestId, cause: causeOf(error) })
    }
  }

  /** A turn that waits changes its owner. */
  handOver(handOver: HandOver): Promise<void> {
    return askBox(this.env, box => box.handOver(handOver))
  }

  async #run(request: CompletionRequest, out: WritableStream<Uint8Array>, stop: AbortSignal): Promise<void> {
    const writer = out.getWriter()
    const encoder = new TextEncoder()
    const write = (line: BurrowLine) => writer.write(encoder.encode(`${JSON.stringify(line)}\n`))
    try {
      const answer = await complete(request, {
        env: this.env,
        stop,
        say: state => write({ burrow: state }),
        later: work => this.ctx.waitUntil(work),
      })
      if (!answer.ok) {
        await write(answer.line)
        await writer.close()
        return
      }
      await write({ burrow: { model: answer.model } })
      writer.releaseLock()
      await pipe(answer.body, out, stop, request.requestId).finally(answer.over)
    } catch (error) {
      // Stopped, or cut: the reader sees its stream break off. Nothing more can be said on it.
      if (!stop.aborted) log('cut', { request: request.requestId, cause: causeOf(error) })
      await writer.abort(error).catch(() => {})
    }
  }
}

/**
 * Natively, and to the last byte: where the box breaks off or is let go of, what had come is followed by a line that says
 * so. A stream that was aborted would take along what its reader still waits with.
 */
async function pipe(
  body: ReadableStream<Uint8Array>,
  out: WritableStream<Uint8Array>,
  stop: AbortSignal,
  requestId: string | undefined
): Promise<void> {
  try {
    await body.pipeTo(out, { signal: stop, preventAbort: true })
  } catch (error) {
    if (!stop.aborted) log('cut', { request: requestId, cause: causeOf(error) })
    const line: BurrowLine = { burrow: { problem: problem('interrupted') } }
    const writer = out.getWriter()
    // On a line of its own: the box may have broken off inside one.
    await writer.write(new TextEncoder().encode(`\n${JSON.stringify(line)}\n`))
    await writer.close()
  }
}
