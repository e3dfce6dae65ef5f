/** The figures of an answer that was written in more than one try. */

import type { Figures } from '../../protocol/nouns.ts'

const NS_PER_MS = 1_000_000

/**
 * `last` are those of the last try, which was sent `before` tokens of the answer as part of its prompt. The whole took
 * from the turn's beginning until now, cuts and waits included; it was written as fast as its last part.
 */
export function ofTheWhole(last: Figures, before: number, createdAt: number): Figures {
  const { promptTokens, answerTokens = 0, answerNs, ...rest } = last
  const whole = before + answerTokens
  return {
    ...rest,
    totalNs: (Date.now() - createdAt) * NS_PER_MS,
    ...(promptTokens === undefined ? {} : { promptTokens: Math.max(0, promptTokens - before) }),
    answerTokens: whole,
    ...(answerNs === undefined || answerTokens === 0
      ? {}
      : { answerNs: Math.round((answerNs * whole) / answerTokens) }),
  }
}
