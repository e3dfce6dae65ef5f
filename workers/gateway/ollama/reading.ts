/** Reads what the box says, within bounds, and classifies its error texts. */

import * as v from 'valibot'

/** Characters of a content type that are worth logging. */
const TYPE_CHARS = 60

export const typeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').slice(0, TYPE_CHARS)

export const isJson = (response: Response): boolean => typeOf(response).startsWith('application/json')

/** The text of a body, of which at most so many bytes are read; the rest is let go. */
export async function textOf(response: Response, bytes: number): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  let text = ''
  for (let read = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
    read += value.length
    if (read < bytes) continue
    await reader.cancel()
    return text
  }
}

/** JSON, or undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Ollama's errors are a text; llama-server's own stand in it as JSON once more. */
const Failure = v.object({ error: v.string() })
const Inner = v.object({
  error: v.object({
    message: v.optional(v.string(), ''),
    n_ctx: v.optional(v.number()),
    n_prompt_tokens: v.optional(v.number()),
  }),
})

/** An error as only an Ollama words it; null where it is somebody else's. */
export function errorOf(
  body: string
): { text: string; cause: string; context?: number; tokens?: number } | null {
  const outer = v.safeParse(Failure, parseJson(body))
  if (!outer.success) return null
  const text = outer.output.error
  const inner = v.safeParse(Inner, parseJson(text))
  const { n_ctx: context, n_prompt_tokens: tokens } = inner.success ? inner.output.error : {}
  return {
    text,
    cause: causeIn(text),
    ...(context === undefined ? {} : { context }),
    ...(tokens === undefined ? {} : { tokens }),
  }
}

/** What the owner can do something about, in Burrow's own words. */
const CAUSES: [RegExp, string][] = [
  [/out.of.memory|cudaMalloc|unable to load full model|requires more system memory/i, 'out of memory'],
  [/unexpectedly stopped/, 'the runner stopped'],
  [/process has terminated/, 'the runner could not start'],
  [/timed out waiting/, 'the load stalled'],
  [/incompatible/, 'the model does not fit this version of Ollama'],
  [/does not support thinking/, 'cannot think'],
  [/does not support/, 'lacks an ability'],
  [/option "/, 'refuses an option'],
]

export const causeIn = (text: string): string =>
  CAUSES.find(([pattern]) => pattern.test(text))?.[1] ?? 'not classified'
