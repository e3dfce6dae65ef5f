/** The row as a field: Enter keeps the new name, Escape leaves the old one. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChatSummary } from '../../../../workers/protocol/nouns.ts'
import { TITLE_CHARS } from '../../../../workers/protocol/limits.ts'
import { renameChat } from '../../state/change-chat.ts'
import { plural } from '../../words/numbers.ts'
import { composing } from '../composing.ts'

interface Props {
  chat: ChatSummary
  /** `key`: it was left by a key, and not for another place. */
  done(how: 'key' | 'elsewhere'): void
}

export function NameField({ chat, done }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(0)
  // Leaving by Escape takes the field away, and that blurs it: the blur must not keep the name after all.
  const left = useRef(false)
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const leave = (how: 'key' | 'elsewhere') => {
    left.current = true
    done(how)
  }
  const keep = (how: 'key' | 'elsewhere') => {
    // A name that is too long stays to be shortened.
    if (left.current || over > 0) return
    void renameChat(chat, field.current?.value.trim() ?? '')
    leave(how)
  }
  const press = (event: KeyboardEvent) => {
    if (composing(event)) return
    if (event.key === 'Enter') keep('key')
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    leave('key')
  }
  return (
    <>
      <input
        ref={field}
        dir="auto"
        enterkeyhint="done"
        aria-label="New name of the chat"
        aria-invalid={over > 0}
        aria-describedby={over > 0 ? 'name-note' : undefined}
        defaultValue={chat.title}
        onInput={({ currentTarget }) => setOver(Math.max(0, currentTarget.value.trim().length - TITLE_CHARS))}
        onKeyDown={press}
        onBlur={() => keep('elsewhere')}
      />
      {over > 0 && (
        <p id="name-note" class="small soft" role="alert">
          This name is {plural(over, 'character', 'characters')} too long.
        </p>
      )}
    </>
  )
}
