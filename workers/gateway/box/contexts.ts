/** The contexts that a host reported for its models. */

import type { Memory } from '../ollama/memory.ts'
import { type Book, withEntry } from './book.ts'

/** A context that is the same as before is written down again after so many milliseconds: each time is a row. */
const SAME_MS = 60_000

/** With what a look at its memory says now, at `at` (Unix milliseconds); `isNews`: it is worth a row. */
export function withContexts(
  known: Book['contexts'],
  memory: NonNullable<Memory>,
  at: number
): { contexts: Book['contexts']; isNews: boolean } {
  let contexts = known
  let isNews = false
  for (const [name, { context }] of memory) {
    const old = contexts[name]
    if (context === undefined && old === undefined) continue
    isNews ||= old?.context !== context || at - (old?.at ?? 0) > SAME_MS
    contexts =
      context === undefined
        ? Object.fromEntries(Object.entries(contexts).filter(([other]) => other !== name))
        : withEntry(contexts, name, { context, at })
  }
  return { contexts, isNews }
}
