/** How fast an answer is being written, in tokens a second. A guess while it runs, so it is always said with "about". */

import type { Message } from '../../../workers/protocol/nouns.ts'
import { charactersOf, type Live } from './live.ts'

/** Seconds before a guess is worth saying. */
const ENOUGH_S = 2

/** Characters in a token, by model, as its own finished answers showed. Unknown models get no figure at all. */
const ratios = new Map<string, number>()

/** Answers shorter than this say little about the ratio. */
const ENOUGH_TOKENS = 20

export function noteRate({ model, figures, text, thinking = '' }: Message) {
  const tokens = figures?.answerTokens ?? 0
  if (model && tokens >= ENOUGH_TOKENS) ratios.set(model, (text.length + thinking.length) / tokens)
}

export function guessRate(live: Live, now: number): number | null {
  const ratio = ratios.get(live.model)
  const seconds = (now - live.phaseSince) / 1000
  if (!ratio || seconds < ENOUGH_S) return null
  return (charactersOf(live) - live.phaseFrom) / ratio / seconds
}

/** The rate that the figures give. */
export function knownRate({ figures }: Message): number | null {
  if (!figures?.answerTokens || !figures.answerNs) return null
  return figures.answerTokens / (figures.answerNs / 1e9)
}
