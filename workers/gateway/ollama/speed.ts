/** How fast each host reads and writes with each model, learned from what its answers came to. */

import type { TryReport } from '../../protocol/completion.ts'

/**
 * Tokens a second that a box is thought to read of which nothing is known: what a small computer without a GPU does.
 * Rather too few than too many, for what is read slowly must not be taken for silence.
 */
const SLOW = 10

/** Shorter prompts say more of the start than of the reading; in tokens. */
const TELLING_TOKENS = 32

/** Reports that are kept. What Ollama had read before costs it no time and counts as read: the slowest tells the truth. */
const REPORTS = 8

/** Models of which something is known: more than any box has. */
const MODELS = 500

interface Speed {
  /** The last that were reported, oldest first, in tokens a second. */
  reading: number[]
  writing: number | null
}

const speeds = new Map<string, Speed>()
/** The host that answered last with a model. */
const served = new Map<string, string>()

/** This host answers with this model; what is reported of it is this host's. */
export function serves(url: string, model: string): void {
  served.delete(model)
  served.set(model, url)
  for (const old of served.keys()) if (served.size > MODELS) served.delete(old)
}

/** Takes what one try came to. */
export function learn({ model, figures }: Pick<TryReport, 'model' | 'figures'>): void {
  const url = served.get(model)
  if (url === undefined || figures === undefined) return
  const key = `${url} ${model}`
  const speed = speeds.get(key) ?? { reading: [], writing: null }
  const { promptTokens = 0, promptNs = 0, answerTokens = 0, answerNs = 0 } = figures
  if (promptTokens >= TELLING_TOKENS && promptNs > 0)
    speed.reading = [...speed.reading, promptTokens / (promptNs / 1e9)].slice(-REPORTS)
  if (answerTokens > 0 && answerNs > 0) speed.writing = answerTokens / (answerNs / 1e9)
  speeds.delete(key)
  speeds.set(key, speed)
  for (const old of speeds.keys()) if (speeds.size > MODELS) speeds.delete(old)
}

/** Milliseconds that this host takes to read so many tokens of a prompt with this model, at the longest that was seen. */
export function readMs(url: string, model: string, tokens: number): number {
  const reading = speeds.get(`${url} ${model}`)?.reading ?? []
  return (tokens / (reading.length === 0 ? SLOW : Math.min(...reading))) * 1_000
}

/** Tokens a second that it writes; null while that is not known. */
export const writes = (url: string, model: string): number | null =>
  speeds.get(`${url} ${model}`)?.writing ?? null
