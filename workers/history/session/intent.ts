/** What was asked, and the answer that it gets: what a turn is to the journal, to D1 and to its model. */

import type { Message } from '../../protocol/nouns.ts'
import type { Trace } from '../../protocol/trace.ts'
import type { Answer, Beginning } from './answer.ts'

/** What a turn is, fixed when it begins. */
export interface Intent {
  owner: string
  chat: string
  /** The chat's title when the turn began; the one that a new chat gets. */
  title: string
  /** The question; null when another answer to an old one was asked for. */
  question: Message | null
  answer: Beginning
  think: boolean
  /** Where the box is away it waits for it. */
  keep?: true
  trace: Trace
}

export interface Entry {
  intent: Intent
  answer: Answer
}
