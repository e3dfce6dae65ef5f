/** The message box: what is written, how it is to be answered, and one spot that sends or stops. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { QUESTION_CHARS } from '../../../../workers/protocol/limits.ts'
import { ask } from '../../state/ask.ts'
import { draftKey, type Chat } from '../../state/chat.ts'
import { draftOf, write } from '../../state/drafts.ts'
import { editLast } from '../../state/edit-last.ts'
import { fitHeight } from './fit-height.ts'
import { COMPOSER_ID } from './focus.ts'
import { Go } from './go.tsx'
import { ModelPicker } from './model-picker.tsx'
import { sends } from './sends.ts'
import { Think } from './think.tsx'

export function Composer({ chat }: { chat: Chat }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const key = draftKey(chat)
  const text = draftOf(key).value
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text])

  const send = () => {
    const question = text.trim()
    if (!question || chat.live.peek()) return
    // Emptied before it is asked: a refusal gives the text back.
    write(key, '')
    if (!ask(chat, question)) write(key, text)
    field.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (sends(event)) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && !text && editLast(chat)) {
      event.preventDefault()
    }
  }
  return (
    <form
      class="pen"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <label class="unseen" for={COMPOSER_ID}>
        Message
      </label>
      <textarea
        id={COMPOSER_ID}
        ref={field}
        rows={1}
        maxLength={QUESTION_CHARS}
        placeholder={chat.live.value ? 'Write the next one' : 'Ask anything'}
        enterkeyhint="send"
        value={text}
        onInput={event => {
          chat.refusal.value = null
          write(key, event.currentTarget.value)
        }}
        onKeyDown={press}
      />
      <div class="row">
        <Think />
        <ModelPicker />
        <Go chat={chat} empty={!text.trim()} />
      </div>
    </form>
  )
}
