/** Why a part of a request does not fit, in words that quote nothing of it. */

import type { BaseIssue } from 'valibot'

/** Characters of the name of a part that are told: whoever sent it may have made it up. */
const PART_CHARS = 100

export const partOf = (path: string): string => path.slice(0, PART_CHARS)

/** Of a schema that has no words of its own for it the library would say what it received, however long that is. */
export function whyOf({ message, expected, received }: BaseIssue<unknown>): string {
  if (!message.startsWith('Invalid ')) return message
  if (expected === 'never') return 'is not known here'
  return received === 'undefined' ? 'is missing' : `is no ${(expected ?? 'such thing').toLowerCase()}`
}
