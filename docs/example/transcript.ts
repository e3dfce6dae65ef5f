/** A chat as text that reads well as it is, and as Markdown. */

import type { Message } from '../../workers/protocol/nouns.ts'
import type { Whole } from './whole-chat.ts'

export function transcript({ chat, messages, earlier }: Whole): string {
  const left = earlier ? ['(What was said first is left out.)'] : []
  return `${[`# ${chat.title}`, ...left, ...messages.map(said)].join('\n\n')}\n`
}

function said({ role, model, status, text, createdAt }: Message): string {
  const who = role === 'user' ? 'Question' : (model ?? 'Answer')
  const when = new Date(createdAt).toISOString()
  // A question is always done; an answer may be running still, or cut.
  return `## ${who}, ${when}${status === 'done' ? '' : ` (${status})`}\n\n${text}`
}
