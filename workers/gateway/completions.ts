/**
 * What history asks for an answer. Burrow's own status lines first, then Ollama's lines, piped natively: no
 * JavaScript runs for a token. The pipe belongs to this invocation, so the upstream request ends where it ends,
 * whether the model finished, somebody stopped it, or the session that asked has died.
 */

import { RpcTarget, WorkerEntrypoint } from 'cloudflare:workers'
import type { BurrowLine, CompletionRequest } from '../protocol/completion.ts'
import { type ProblemCode, problem } from '../protocol/problems.ts'
import { catalogue, forgetCatalogue } from './ollama/catalogue.ts'
import { chat, log } from './ollama/chat.ts'
import { continues } from './ollama/continues.ts'
import { pickHost } from './ollama/host.ts'

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

  async #run(request: CompletionRequest, out: WritableStream<Uint8Array>, stop: AbortSignal): Promise<void> {
    const writer = out.getWriter()
    const encoder = new TextEncoder()
    const write = (line: BurrowLine) => writer.write(encoder.encode(`${JSON.stringify(line)}\n`))
    const refuse = async (code: ProblemCode, retryAfterMs?: number) => {
      await write({ burrow: { problem: problem(code, retryAfterMs === undefined ? {} : { retryAfterMs }) } })
      await writer.close()
    }
    try {
      const host = await pickHost(this.env)
      if (host === null) return await refuse('misconfigured')
      const offered = await catalogue(host, this.env.MODELS, work => this.ctx.waitUntil(work))
      if (!offered.ok) {
        log(offered.fault)
        return await refuse(offered.fault.code, offered.fault.retryAfterMs)
      }
      const offer = offered.offers.find(one => one.name === request.model)
      if (offer === undefined) return await refuse('not_allowed')

      if (request.prefill !== undefined) {
        const able = await continues(host, offer, stop)
        if (!able.ok) {
          log(able.fault)
          return await refuse(able.fault.code, able.fault.retryAfterMs)
        }
        if (!able.can) return await refuse('no_continuation')
      }
      const answer = await chat({
        host,
        settings: this.env,
        request: { ...request, thinks: offer.thinks },
        stop,
        say: state => write({ burrow: state }),
      })
      if (!answer.ok) {
        log(answer.fault)
        if (answer.fault.code === 'model_missing') forgetCatalogue()
        return await refuse(answer.fault.code, answer.fault.retryAfterMs)
      }
      writer.releaseLock()
      await answer.body.pipeTo(out, { signal: stop }).finally(answer.over)
    } catch (error) {
      // Stopped, or cut: the reader sees its stream break off. Nothing more can be said on it.
      if (!stop.aborted) console.warn(JSON.stringify({ burrow: 'cut', detail: String(error) }))
      await writer.abort(error).catch(() => {})
    }
  }
}
