/** What the bench models answer: a known number of tokens that differ for every question, to be compared to the character. */

import { numberIn } from '../stand-in/conversation.ts'
import type { Delta } from '../stand-in/delta.ts'
import { contentOf } from '../stand-in/delta.ts'

/** Tokens of an answer unless the question says `tokens=N`: a good paragraph. */
const TOKENS = 200

/** Characters of one, two, three and four bytes, so that a wrong cut shows. */
const WORDS = [
  ' burrow',
  ' tunnel',
  ' the',
  ' box',
  ' keeps',
  ' ein',
  ' größer',
  ' déjà',
  ' 漢字',
  ' 🙂',
  ' Ελλάδα',
  ',',
  ' and',
  '\n',
]

/** `tokens` is how many they are where the question does not say. */
export function benchDeltas(question: string, tokens = TOKENS): Delta[] {
  const random = mulberry32(fnv1a(question))
  return Array.from({ length: numberIn(question, 'tokens', tokens) }, (_, i) => ({
    content: i === 0 ? 'Answer' : (WORDS[Math.floor(random() * WORDS.length)] ?? ''),
  }))
}

/** The answer of `bench-fast:1b` and of `bench-50:1b` to this question. */
export function benchAnswer(question: string): string {
  return contentOf(benchDeltas(question))
}

/** A small hash: FNV-1a over UTF-16 code units, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** A small random number generator that is the same everywhere: mulberry32. */
export function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
