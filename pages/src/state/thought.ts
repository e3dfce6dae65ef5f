/** For how long a model thought: measured here, or guessed from its figures. */

import type { Message } from '../../../workers/protocol/nouns.ts'

const measured = new Map<string, number>()

export function noteThought(message: string, seconds: number) {
  measured.set(message, seconds)
}

export interface Thought {
  seconds: number
  guessed: boolean
}

/** The figures time thinking and text as one; their lengths say about how much of it was thinking. */
export function thoughtOf({ id, figures, thinking = '', text }: Message): Thought | null {
  const seconds = measured.get(id)
  if (seconds !== undefined) return { seconds, guessed: false }
  if (!figures?.answerNs || !thinking) return null
  const share = thinking.length / (thinking.length + text.length)
  return { seconds: (figures.answerNs / 1e9) * share, guessed: true }
}
