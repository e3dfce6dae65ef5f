/** Paths for the tests of what is sent. */

import type { Message } from '../../protocol/nouns.ts'

export const of = (role: Message['role'], id: string, parent: string | null, tokens: number): Message => ({
  id,
  parent,
  role,
  status: 'done',
  text: `text of ${id}`,
  tokens,
  createdAt: 0,
})

/** Question and answer by turns, each of 100 tokens; an odd number ends with a question. */
export const course = (messages: number): Message[] =>
  Array.from({ length: messages }, (_, n) =>
    of(n % 2 === 0 ? 'user' : 'assistant', `m${n}`, n === 0 ? null : `m${n - 1}`, 100)
  )
