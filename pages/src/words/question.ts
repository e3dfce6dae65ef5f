/** A question as it is sent, and whether Burrow takes it. */

import { QUESTION_CHARS } from '../../../workers/protocol/limits.ts'
import { plural } from './numbers.ts'

/** Without the empty lines at its ends. What stands in a line stays: an indentation is part of what was written. */
export function trimQuestion(text: string): string {
  const words = text.trim()
  if (words === '') return ''
  const first = text.indexOf(words)
  const end = text.indexOf('\n', first + words.length)
  return text.slice(first === 0 ? 0 : text.lastIndexOf('\n', first - 1) + 1, end === -1 ? undefined : end)
}

/** Characters of a question that are more than Burrow takes. */
export const excessOf = (text: string): number => Math.max(0, trimQuestion(text).length - QUESTION_CHARS)

export const excessWords = (over: number): string =>
  `This question is ${plural(over, 'character', 'characters')} longer than Burrow takes.`
