/**
 * What a model is sent (C1): one pure choice, the same for the page that shows it before and the session that sends it.
 * Ollama would leave out the oldest messages in silence, at every turn others, and so read all the rest anew each time;
 * Burrow leaves them out rarely and deep, so that what the model has read stays read.
 */

import type { ContextCut, Message } from './nouns.ts'

/** A message as the choice weighs it. */
export type Weighed = Pick<Message, 'id' | 'role' | 'text' | 'tokens'>

/** Which messages go: those from index `from` on. */
export interface Choice {
  from: number
  /** What to keep with the chat, so that the next choice is the same; null while nothing is left out. */
  cut: ContextCut | null
  /** Tokens that the prompt is reckoned to have. */
  tokens: number
  /** Tokens by which even the last message alone is too long; 0 where it fits. */
  over: number
}

/** UTF-8 bytes of a token, about; bytes follow the tokens of every script better than letters do. Rather too few than too many. */
const TOKEN_BYTES = 3.5

/** What a template adds to each message: its role and two marks. */
export const MESSAGE_TOKENS = 5

const encoder = new TextEncoder()

/** Tokens of a message of which nothing has been counted. */
export const estimateTokens = (text: string): number =>
  Math.ceil(encoder.encode(text).length / TOKEN_BYTES) + MESSAGE_TOKENS

export const tokensOf = ({ tokens, text }: Pick<Weighed, 'text' | 'tokens'>): number =>
  tokens ?? estimateTokens(text)

/** Tokens that are left for an answer, at least. */
export const roomFor = (context: number): number => Math.max(256, Math.floor(context / 4))

/**
 * Chooses from a path, root first, whose last message is the question. Without a context that a host reported nothing is
 * left out. `kept` is the cut of the turns before: it holds for a path that has its message, and for a context that is
 * not larger. `template` is what the model adds by itself, `prefill` what of the answer is written already, in tokens.
 */
export function chooseContext(
  path: readonly Weighed[],
  context: number | undefined,
  kept: ContextCut | null,
  template = 0,
  prefill = 0
): Choice {
  const sizes = path.map(tokensOf)
  const own = template + prefill
  const sum = (from: number) => sizes.slice(from).reduce((all, one) => all + one, own)
  if (context === undefined) return { from: 0, cut: null, tokens: sum(0), over: 0 }

  const edge = context - roomFor(context)
  const keptAt = kept === null || context > kept.context ? -1 : path.findIndex(({ id }) => id === kept.from)
  const start = Math.max(0, keptAt)
  const all = sum(start)
  if (all <= edge) return { from: start, cut: keptAt === -1 ? null : kept, tokens: all, over: 0 }

  let from = start
  let tokens = all
  // A dangling answer at the front would be an answer to nothing.
  while (from < path.length - 1 && (tokens > context / 2 || path[from]?.role !== 'user')) {
    tokens -= sizes[from] ?? 0
    from += 1
  }
  const first = path[from]
  return {
    from,
    cut: from === 0 || first === undefined ? null : { from: first.id, context },
    tokens,
    over: Math.max(0, tokens - edge),
  }
}

/** What was reported of a model with its last answer on a path: its context, and what it adds to a prompt by itself. */
export function knownOf(
  path: readonly Pick<Message, 'model' | 'figures'>[],
  model: string
): { context?: number; template?: number } {
  const last = (has: 'context' | 'templateTokens') =>
    path.findLast(one => one.model === model && one.figures?.[has] !== undefined)?.figures?.[has]
  const context = last('context')
  const template = last('templateTokens')
  return {
    ...(context === undefined ? {} : { context }),
    ...(template === undefined ? {} : { template }),
  }
}
