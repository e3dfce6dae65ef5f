/** An answer as the model writes it: a list of deltas, and the part of it that a cut answer still lacks. */

import { cut } from './tokens.ts'

export type Delta = { thinking: string } | { content: string }

export const thought = (text: string): Delta[] => cut(text).map(thinking => ({ thinking }))
export const said = (text: string): Delta[] => cut(text).map(content => ({ content }))

/** The text of an answer without its thinking. */
export function contentOf(deltas: Delta[]): string {
  return deltas.map(delta => ('content' in delta ? delta.content : '')).join('')
}

/** What a model says that is handed a beginning which it would not have written. */
const LOST_THREAD =
  ' … which is not how this demo would have begun, so it lets the sentence stand and stops here. A real model would have gone on.'

/**
 * The deltas that come after `prefill`. They keep their borders, so cut and continued an answer is the uninterrupted
 * one to the character, wherever the cut was.
 */
export function remaining(deltas: Delta[], prefill: string): Delta[] {
  if (prefill === '') return deltas
  if (!contentOf(deltas).startsWith(prefill)) return said(LOST_THREAD)
  let missing = prefill.length
  const rest: Delta[] = []
  for (const delta of deltas) {
    if ('content' in delta && missing < delta.content.length) {
      rest.push({ content: delta.content.slice(missing) })
      missing = 0
    } else if ('content' in delta) {
      missing -= delta.content.length
    } else if (missing === 0) {
      rest.push(delta)
    }
  }
  return rest
}
