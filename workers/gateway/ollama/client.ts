/**
 * The calls of Ollama's that Burrow makes; there are no others. Each gives what was said, parsed, or a fault with a
 * name, and rejects only when its caller's signal says so.
 */

import * as v from 'valibot'
import { Answered, Ps, Rendered, type Running, Show, type Tag, Tags, Version } from './answers.ts'
import { type Fault, nameFault, noAnswer, notOllama } from './faults.ts'
import type { Host, OllamaPath } from './host.ts'
import { inTime } from './in-time.ts'
import { isJson, parseJson, textOf, typeOf } from './reading.ts'

export type Told<T> = { ok: true; value: T } | { ok: false; fault: Fault }

/** A small call that takes longer than this is no answer. Ollama's own health check may hold one up for longer. */
const PROBE_MS = 3_000

/** Bytes of a small answer: a list of a thousand models is a tenth of it. */
const ANSWER_BYTES = 8_000_000

interface Call<T extends v.GenericSchema> {
  path: OllamaPath
  schema: T
  body?: unknown
}

/** Rejects where there is no answer, and when `stop` says so. */
async function ask<T extends v.GenericSchema>(
  host: Host,
  { path, schema, body }: Call<T>,
  stop: AbortSignal
): Promise<Told<v.InferOutput<T>>> {
  const response = await host.request(path, body, stop)
  if (!response.ok || !isJson(response)) return { ok: false, fault: await nameFault(response) }
  const parsed = v.safeParse(schema, parseJson(await textOf(response, ANSWER_BYTES)))
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, fault: notOllama(response) }
}

const none = (error: unknown): { ok: false; fault: Fault } => ({ ok: false, fault: noAnswer(error) })

/** A call that is answered at once, or not at all. */
const probe = <T extends v.GenericSchema>(host: Host, call: Call<T>): Promise<Told<v.InferOutput<T>>> =>
  inTime(PROBE_MS, late => ask(host, call, late)).catch(none)

/** The host's version, in its own words. */
export async function version(host: Host): Promise<Told<string>> {
  const told = await probe(host, { path: '/api/version', schema: Version })
  return told.ok ? { ok: true, value: told.value.version } : told
}

/** All models that the host has. */
export async function tags(host: Host): Promise<Told<Tag[]>> {
  const told = await probe(host, { path: '/api/tags', schema: Tags })
  return told.ok ? { ok: true, value: told.value.models } : told
}

/** The models in memory. */
export async function ps(host: Host): Promise<Told<Running[]>> {
  const told = await probe(host, { path: '/api/ps', schema: Ps })
  return told.ok ? { ok: true, value: told.value.models } : told
}

/** What a model can; undefined where the host is too old to say. */
export async function show(host: Host, model: string): Promise<Told<string[] | undefined>> {
  const told = await probe(host, { path: '/api/show', schema: Show, body: { model } })
  return told.ok ? { ok: true, value: told.value.capabilities } : told
}

/** A partial answer that no template contains by itself. */
const MARK = 'BURROWPREFILL'

const Render = v.union([Rendered, Answered])

/**
 * Does the model's template leave a partial answer open, so that the model goes on with it? Ollama does not say, but it
 * shows the prompt that it would send. It loads the model for that.
 */
export async function leavesOpen(host: Host, model: string, stop: AbortSignal): Promise<Told<boolean>> {
  const messages = [
    { role: 'user', content: 'x' },
    { role: 'assistant', content: MARK },
  ]
  // A host that does not know the field answers for real: one token of it is enough.
  const options = { num_predict: 1 }
  const body = { model, messages, options, stream: false, _debug_render_only: true }
  const told = await ask(host, { path: '/api/chat', schema: Render, body }, stop).catch((error: unknown) => {
    stop.throwIfAborted()
    return none(error)
  })
  if (!told.ok) return told
  const { value } = told
  return {
    ok: true,
    value: '_debug_info' in value && value._debug_info.rendered_template.endsWith(MARK),
  }
}

/** The open stream of an answer's lines, from its first token on; `body` is Ollama's. */
export async function chat(
  host: Host,
  body: unknown,
  stop: AbortSignal
): Promise<Told<ReadableStream<Uint8Array>>> {
  try {
    const response = await host.request('/api/chat', body, stop)
    const streams = response.status === 200 && typeOf(response).startsWith('application/x-ndjson')
    return streams && response.body !== null
      ? { ok: true, value: response.body }
      : { ok: false, fault: await nameFault(response) }
  } catch (error) {
    stop.throwIfAborted()
    return none(error)
  }
}

/** Tells the model to leave memory; it does so with the last of its requests. True if it was told. */
export async function unload(host: Host, model: string): Promise<boolean> {
  // Without messages nothing is generated: this takes no slot, and is answered at once.
  const body = { model, messages: [], keep_alive: 0 }
  return (await probe(host, { path: '/api/chat', schema: Answered, body })).ok
}
