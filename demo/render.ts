/** The prompt as a model's template renders it (ChatML), which is what `_debug_render_only` answers. */

import type { ChatMessage } from './conversation.ts'

/** A template that `continues` leaves a trailing assistant message open; any other closes it and begins a new one. */
export function render(messages: ChatMessage[], system: string, continues: boolean): string {
  const spoken = messages.some(message => message.role === 'system')
    ? messages
    : [{ role: 'system', content: system }, ...messages]
  const open = continues && messages.at(-1)?.role === 'assistant'
  const turns = spoken.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('')
  return open ? turns.slice(0, -'<|im_end|>\n'.length) : `${turns}<|im_start|>assistant\n`
}
