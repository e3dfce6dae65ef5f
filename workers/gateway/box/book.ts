/** What is known of one host and outlives the object that learned it: a row a host. */

import type { Tag } from '../ollama/answers.ts'

export interface Speed {
  /** The last that were reported, oldest first, in tokens a second. */
  reading: number[]
  writing: number | null
  /** What an answer takes from its sending to its end, in milliseconds: of late, on the average. */
  takesMs?: number
  /** What it takes to be loaded, likewise. */
  loadMs?: number
}

export interface Book {
  /** When it last listed its models, in Unix milliseconds; 0 for never. */
  listedAt: number
  /** All that it has; which of them are offered is the owner's to say. */
  tags: Tag[]
  /** What a model can, by its digest, which never changes; null where the host is too old to say. */
  abilities: Record<string, string[] | null>
  /** The context that was last reported for each model, in tokens, and when, in Unix milliseconds. */
  contexts: Record<string, { context: number; at: number }>
  speeds: Record<string, Speed>
  /** Since when it has not been well, in Unix milliseconds; null where it is. */
  awaySince: number | null
}

export const BLANK: Book = {
  listedAt: 0,
  tags: [],
  abilities: {},
  contexts: {},
  speeds: {},
  awaySince: null,
}

/** What the Box keeps: rows by name. A Durable Object's own storage is one. */
export interface Shelf {
  get<T>(name: string): T | undefined
  put<T>(name: string, value: T): void
  delete(name: string): unknown
  /** Names and values of all rows whose names begin so, in the order of their names. */
  list<T>(which: { prefix: string }): Iterable<[string, T]>
}

/** Names of whatever has them that are kept: more than any box has models. */
export const NAMES = 500

/** The same with this entry as its newest; the oldest go where there are more than {@link NAMES}. */
export function withEntry<T>(record: Record<string, T>, name: string, value: T): Record<string, T> {
  const { [name]: _old, ...others } = record
  return Object.fromEntries([...Object.entries(others), [name, value] as const].slice(-NAMES))
}
