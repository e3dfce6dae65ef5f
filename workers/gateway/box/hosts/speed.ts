/** How fast a host reads and writes with a model, learned from what its answers came to. */

import type { Figures } from '../../../protocol/nouns.ts'
import type { Speed } from '../book.ts'

/**
 * Tokens a second that a box is thought to read of which nothing is known: what a small computer without a GPU does.
 * Rather too few than too many, for what is read slowly must not be taken for silence.
 */
const SLOW = 10

/** Shorter prompts say more of the start than of the reading; in tokens. */
const TELLING_TOKENS = 32

/** Reports that are kept. What Ollama had read before costs it no time and counts as read: the slowest tells the truth. */
const REPORTS = 8

/** What an answer is thought to take of which nothing is known, in milliseconds: 400 tokens at 30 a second, and its reading. */
const TAKES_MS = 15_000

/** The same of a change of models: 5 GB from a disk of today. */
const CHANGE_MS = 8_000

/** Ollama names a load with every answer; a shorter one, in milliseconds, only found the model in memory. */
const LOADED_MS = 250

/** Of what is known of late so much stays with every report. */
const KEPT = 0.8

/** With what one more try came to. */
export function withFigures(speed: Speed = { reading: [], writing: null }, figures: Figures): Speed {
  const { promptTokens = 0, promptNs = 0, answerTokens = 0, answerNs = 0, totalNs, loadNs } = figures
  const tells = promptTokens >= TELLING_TOKENS && promptNs > 0
  const takesMs = late(speed.takesMs, totalNs && (totalNs - (loadNs ?? 0)) / 1e6, 1)
  const loadMs = late(speed.loadMs, loadNs && loadNs / 1e6, LOADED_MS)
  return {
    reading: tells ? [...speed.reading, promptTokens / (promptNs / 1e9)].slice(-REPORTS) : speed.reading,
    writing: answerTokens > 0 && answerNs > 0 ? answerTokens / (answerNs / 1e9) : speed.writing,
    ...(takesMs !== undefined && { takesMs }),
    ...(loadMs !== undefined && { loadMs }),
  }
}

const late = (known: number | undefined, ms: number | undefined, least: number): number | undefined =>
  ms === undefined || ms < least ? known : known === undefined ? ms : known * KEPT + ms * (1 - KEPT)

/** Milliseconds that an answer takes, by estimate. */
export const takesMs = (speed: Speed | undefined): number => speed?.takesMs ?? TAKES_MS

/** Milliseconds that a change of models takes, by what these took on the average. */
export function changeMs(speeds: readonly Speed[]): number {
  const known = speeds.flatMap(({ loadMs }) => (loadMs === undefined ? [] : [loadMs]))
  return known.length === 0 ? CHANGE_MS : known.reduce((sum, ms) => sum + ms, 0) / known.length
}

/** Milliseconds that so many tokens of a prompt take to be read, at the longest that was seen. */
export const readingMs = (speed: Speed | undefined, tokens: number): number =>
  (tokens / Math.min(...(speed?.reading.length ? speed.reading : [SLOW]))) * 1_000
