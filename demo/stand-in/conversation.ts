/** The messages of a request, and what the demo's models read out of them. */

export interface ChatMessage {
  role: string
  content: string
  thinking?: string
  images?: string[]
}

/** What was said before a trailing assistant message; all that an answer depends on. */
export function untilPrefill(messages: ChatMessage[]): ChatMessage[] {
  return messages.at(-1)?.role === 'assistant' ? messages.slice(0, -1) : messages
}

/** The trailing assistant message, which the model is to continue; empty where there is none. */
export function prefillOf(messages: ChatMessage[]): string {
  const last = messages.at(-1)
  return last?.role === 'assistant' ? last.content : ''
}

/** What the person asked, oldest first. */
export function questionsOf(messages: ChatMessage[]): string[] {
  return messages.filter(message => message.role === 'user').map(message => message.content)
}

/** The last thing that the person asked. */
export function questionOf(messages: ChatMessage[]): string {
  return questionsOf(messages).at(-1) ?? ''
}

/** A number that a test wrote into its question, as in `after=20`. */
export function numberIn<T>(question: string, name: string, fallback: T): number | T {
  const found = new RegExp(`\\b${name}=(\\d+)`).exec(question)
  return found ? Number(found[1]) : fallback
}

/** A question on one line and short enough to be quoted. */
export function quotable(question: string, letters = 160): string {
  const line = [...question.replace(/\s+/gu, ' ').trim()]
  return line.length <= letters ? line.join('') : `${line.slice(0, letters).join('').trimEnd()} …`
}
