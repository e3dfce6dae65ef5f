/** The message box: what is written, how it is to be answered, and one spot that sends or stops. */

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { announce } from '../../state/announce.ts'
import { ask } from '../../state/ask.ts'
import { boxOffline } from '../../state/box.ts'
import { draftKey, type Chat } from '../../state/chat.ts'
import { draftOf, send as sendDraft, write } from '../../state/drafts.ts'
import { editLast } from '../../state/edit-last.ts'
import { trimQuestion } from '../../words/question.ts'
import { composing } from '../composing.ts'
import { CONTEXT_ID } from '../dock/context.tsx'
import { fitHeight } from './fit-height.ts'
import { COMPOSER_ID } from './focus.ts'
import { Go } from './go.tsx'
import { ModelPicker } from './model-picker.tsx'
import { enterHint, sends } from './sends.ts'
import { Think } from './think.tsx'
import { tooLongNow, tried, tryInVain, whyNot } from './why-not.ts'

function placeholderOf(chat: Chat): string {
  if (chat.live.value) return 'Write the next one'
  return boxOffline.value ? 'Ask now, read later' : 'Ask anything'
}

export function Composer({ chat }: { chat: Chat }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const key = draftKey(chat)
  const text = draftOf(key).value
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text])

  const tooLong = tooLongNow(chat)
  useEffect(() => {
    // By how much is in sight with every key, and is heard once.
    if (tooLong) announce(tooLong)
  }, [tooLong === null])

  const send = () => {
    const question = trimQuestion(text)
    if (!question) return
    if (whyNot(chat)) return tryInVain(chat)
    // Emptied before it is asked: a refusal gives the text back.
    sendDraft(key)
    if (!ask(chat, question)) write(key, text)
    field.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (sends(event)) {
      event.preventDefault()
      // Held down for a moment too long, it has sent already.
      if (!event.repeat) send()
    } else if (event.key === 'ArrowUp' && !text && !composing(event) && editLast(chat)) {
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
        placeholder={placeholderOf(chat)}
        enterkeyhint={enterHint()}
        aria-invalid={tooLong !== null}
        aria-describedby={tooLong ? CONTEXT_ID : undefined}
        value={text}
        onInput={event => {
          chat.refusal.value = null
          tried.value = null
          write(key, event.currentTarget.value)
        }}
        onKeyDown={press}
      />
      <div class="row">
        <Think />
        <ModelPicker />
        <Go key={chat.id} chat={chat} empty={!text.trim() || tooLong !== null} />
      </div>
    </form>
  )
}
