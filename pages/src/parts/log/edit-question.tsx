/** A question open for editing in its place. Asking again makes a new version; the old one stays. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { askEdited } from '../../state/ask.ts'
import type { Chat } from '../../state/chat.ts'
import type { Step } from '../../state/tree.ts'
import { QUESTION_CHARS } from '../../../../workers/protocol/limits.ts'
import { fitHeight } from '../composer/fit-height.ts'
import { sends } from '../composer/sends.ts'

export function EditQuestion({ chat, step }: { chat: Chat; step: Step }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const { message, versions } = step
  const text = chat.editing.value?.text ?? message.text
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(text.length, text.length)
    if (field.current) fitHeight(field.current)
  }, [])
  const cancel = () => (chat.editing.value = null)
  const again = () => {
    if (text.trim()) askEdited(chat, message, text.trim())
  }
  const press = (event: KeyboardEvent) => {
    if (sends(event)) {
      event.preventDefault()
      again()
    } else if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault()
      cancel()
    }
  }
  return (
    <form
      class="ask"
      onSubmit={event => {
        event.preventDefault()
        again()
      }}
    >
      <label class="unseen" for="edit">
        Edit your question
      </label>
      <textarea
        id="edit"
        ref={field}
        rows={2}
        maxLength={QUESTION_CHARS}
        value={text}
        onKeyDown={press}
        onInput={event => {
          chat.editing.value = { question: message.id, text: event.currentTarget.value }
          fitHeight(event.currentTarget)
        }}
      />
      <p class="row wrap">
        <span class="small soft">
          {versions.length === 1
            ? 'The first version stays as 1 / 2.'
            : `The ${versions.length} versions before stay.`}
        </span>
        <button type="button" class="btn end" onClick={cancel}>
          Cancel
        </button>
        <button class="btn main" disabled={!text.trim()}>
          Ask again
        </button>
      </p>
    </form>
  )
}
