/** A question open for editing in its place. Asking again makes a new version; the old one stays. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { askEdited } from '../../state/ask.ts'
import { boxOffline } from '../../state/box.ts'
import type { Chat } from '../../state/chat.ts'
import type { Step } from '../../state/tree.ts'
import { LATER } from '../../words/later.ts'
import { excessOf, excessWords, trimQuestion } from '../../words/question.ts'
import { fitHeight } from '../composer/fit-height.ts'
import { focusHome } from '../composer/focus.ts'
import { enterHint, sends } from '../composer/sends.ts'
import { composing } from '../composing.ts'

export function EditQuestion({ chat, step }: { chat: Chat; step: Step }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const { message, versions } = step
  const text = chat.editing.value?.text ?? message.text
  const question = trimQuestion(text)
  const over = excessOf(text)
  const back = useWayBack(field)
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(text.length, text.length)
    if (field.current) fitHeight(field.current)
  }, [])
  const cancel = () => {
    chat.editing.value = null
    back()
  }
  const again = () => {
    if (!question || over > 0 || !askEdited(chat, message, question)) return
    requestAnimationFrame(focusHome)
  }
  const press = (event: KeyboardEvent) => {
    if (sends(event)) {
      event.preventDefault()
      if (!event.repeat) again()
    } else if (event.key === 'Escape' && !composing(event)) {
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
        enterkeyhint={enterHint()}
        aria-invalid={over > 0}
        aria-describedby="edit-note"
        value={text}
        onKeyDown={press}
        onInput={event => {
          chat.editing.value = { question: message.id, text: event.currentTarget.value }
          fitHeight(event.currentTarget)
        }}
      />
      <p class="row wrap">
        <span id="edit-note" class="small soft" role={over > 0 ? 'alert' : undefined}>
          {over > 0 ? excessWords(over) : staysWords(versions.length)}
        </span>
        <button type="button" class="btn end" onClick={cancel}>
          Cancel
        </button>
        <button class="btn main" disabled={!question || over > 0}>
          {boxOffline.value ? LATER : 'Ask again'}
        </button>
      </p>
    </form>
  )
}

const staysWords = (versions: number) =>
  versions === 1 ? 'The first version stays as 1 / 2.' : `The ${versions} versions before stay.`

/** Where somebody was before: in the message box, else at the question's Edit, which is there again once this is gone. */
function useWayBack(field: { current: HTMLElement | null }): () => void {
  const from = useRef<Element | null>(null)
  useLayoutEffect(() => void (from.current = document.activeElement), [])
  return () => {
    const article = field.current?.closest('article')
    requestAnimationFrame(() => {
      const edit = article?.querySelector<HTMLElement>('[aria-label=Edit]')
      const place = from.current instanceof HTMLTextAreaElement ? from.current : edit
      place?.focus()
    })
  }
}
