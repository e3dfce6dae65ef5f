/** A prompt as a model gets it: rendered by its template, in tokens, and cut to its context in Ollama's silent way. */

import type { ChatMessage } from './conversation.ts'
import { cut } from './tokens.ts'

export interface Prompt {
  /** What is left of the messages asked with; all that the model knows. */
  messages: ChatMessage[]
  /** The tokens that are left, and the text that they are. */
  tokens: string[]
  text: string
  /** Messages that were left out, oldest first. */
  dropped: number
  /** Tokens that were left out of what remained then, from its beginning. */
  cut: number
}

/** What the model's template is, and what it adds. */
export interface Template {
  system: string
  /** It leaves a trailing assistant message open; any other closes it and begins a new one. */
  continues: boolean
}

const END = '<|im_end|>\n'

/** Tokens of one message: its text, its role and two marks. */
const tokensOf = ({ role, content }: ChatMessage): string[] => [
  '<|im_start|>',
  role,
  '\n',
  ...cut(content),
  END,
]

/** The whole prompt, however long it is. A model's own system prompt stands where the chat has none. */
export function render(messages: ChatMessage[], template: Template): string {
  return cutToFit(messages, template, Infinity).text
}

/**
 * Leaves out the oldest messages, one by one, until the rest fits `context`; system prompts and the last message stay.
 * Where these alone are too long, they lose their beginning. Nobody is told.
 */
export function cutToFit(asked: ChatMessage[], { system, continues }: Template, context: number): Prompt {
  const own = asked.some(({ role }) => role === 'system') ? [] : [{ role: 'system', content: system }]
  const all = [...own, ...asked].map(message => ({ message, tokens: tokensOf(message) }))
  const open = continues && asked.at(-1)?.role === 'assistant'
  if (open) all.at(-1)?.tokens.pop()
  const tail = open ? [] : ['<|im_start|>', 'assistant', '\n']

  let left = all.reduce((sum, { tokens }) => sum + tokens.length, tail.length)
  const kept = all.filter(({ message, tokens }, i) => {
    if (left <= context || message.role === 'system' || i === all.length - 1) return true
    left -= tokens.length
    return false
  })
  const over = Math.max(0, left - context)
  const messages = kept.slice(own.length).map(({ message }) => message)
  const last = messages.at(-1)
  if (over > 0 && last) messages.splice(-1, 1, { ...last, content: cut(last.content).slice(over).join('') })
  const tokens = [...kept.flatMap(each => each.tokens), ...tail].slice(over)
  return { messages, tokens, text: tokens.join(''), dropped: all.length - kept.length, cut: over }
}

/** How many of these tokens lie whole within what both texts begin with. */
export function tokensWithin(tokens: string[], units: number): number {
  let end = 0
  const behind = tokens.findIndex(token => (end += token.length) > units)
  return behind === -1 ? tokens.length : behind
}
