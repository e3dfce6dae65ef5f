/** The row as a field: Enter keeps the new name, Escape leaves the old one. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ChatSummary } from '../../../../workers/protocol/nouns.ts'
import { TITLE_CHARS } from '../../../../workers/protocol/limits.ts'
import { renameChat } from '../../state/change-chat.ts'

export function NameField({ chat, done }: { chat: ChatSummary; done(): void }) {
  const field = useRef<HTMLInputElement>(null)
  // Leaving by Escape takes the field away, and that blurs it: the blur must not keep the name after all.
  const left = useRef(false)
  useLayoutEffect(() => field.current?.select(), [])
  const keep = () => {
    if (left.current) return
    left.current = true
    void renameChat(chat, field.current?.value.trim() ?? '')
    done()
  }
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === 'Enter') keep()
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    left.current = true
    done()
  }
  return (
    <input
      ref={field}
      aria-label="New name of the chat"
      defaultValue={chat.title}
      maxLength={TITLE_CHARS}
      onKeyDown={press}
      onBlur={keep}
    />
  )
}
