/** How much of the model's context the chat takes, by the figures of its last answer. */

import type { Chat } from '../../state/chat.ts'
import { model } from '../../state/models.ts'
import { visiblePath } from '../../state/tree.ts'
import { count } from '../../words/numbers.ts'

/** The share from which it is worth a word. */
const NEARLY = 0.9

export function Context({ chat }: { chat: Chat }) {
  const context = model.value?.context
  const figures = visiblePath(chat.messages.value, chat.chosen.value)
    .map(step => step.message.figures)
    .findLast(each => each?.promptTokens !== undefined)
  if (!context || !figures) return null
  const used = (figures.promptTokens ?? 0) + (figures.answerTokens ?? 0)
  const warning = used >= context ? ' Full.' : used >= context * NEARLY ? ' Nearly full.' : ''
  return (
    <p class="small soft">
      {count(used)} of {count(context)} tokens{warning && `.${warning}`}
    </p>
  )
}
