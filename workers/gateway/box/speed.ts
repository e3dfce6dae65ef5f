/** How fast a host reads and writes with a model, learned from what its answers came to. */

import type { Figures } from '../../protocol/nouns.ts'
import type { Speed } from './book.ts'

/**
 * Tokens a second that a box is thought to read of which nothing is known: what a small computer without a GPU does.
 * Rather too few than too many, for what is read slowly must not be taken for silence.
 */
const SLOW = 10

/** Shorter prompts say more of the start than of the reading; in tokens. */
const TELLING_TOKENS = 32

/** Reports that are kept. What Ollama had read before costs it no time and counts as read: the slowest tells the truth. */
const REPORTS = 8

/** With what one more try came to. */
export function withFigures(speed: Speed = { reading: [], writing: null }, figures: Figures): Speed {
  const { promptTokens = 0, promptNs = 0, answerTokens = 0, answerNs = 0 } = figures
  const tells = promptTokens >= TELLING_TOKENS && promptNs > 0
  return {
    reading: tells ? [...speed.reading, promptTokens / (promptNs / 1e9)].slice(-REPORTS) : speed.reading,
    writing: answerTokens > 0 && answerNs > 0 ? answerTokens / (answerNs / 1e9) : speed.writing,
  }
}

/** Milliseconds that so many tokens of a prompt take to be read, at the longest that was seen. */
export const readingMs = (speed: Speed | undefined, tokens: number): number =>
  (tokens / Math.min(...(speed?.reading.length ? speed.reading : [SLOW]))) * 1_000
