/** What a program is told of its answer, and how that is put into bytes. */

import type { Figures } from '../../protocol/nouns.ts'
import type { Problem } from '../../protocol/problems.ts'
import type { Place } from '../../protocol/turn-state.ts'

/** `problem` and `done` are the last. */
export type Heard =
  | { is: 'place'; place: Place | null }
  | { is: 'delta'; kind: 'thinking' | 'text'; text: string }
  | { is: 'done'; figures: Figures }
  | { is: 'problem'; problem: Problem }

export interface Voice {
  /** The content type of what it says. */
  type: string
  /** Said while there is nothing to say, so that a client that has left is noticed. It may stand between any two sayings. */
  quiet: string
  /** Empty for what is not said, or not yet. */
  say(heard: Heard): string
}
