/** A question as it was asked, and on the same ground what can be done with it. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from '../../state/chat.ts'
import { textToCopy } from '../../state/text-to-copy.ts'
import type { Step } from '../../state/tree.ts'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { keepPlace } from './keep-place.ts'
import { Versions } from './versions.tsx'

/** Characters and lines from which a question is folded: more than a screen of it hides the answer. */
const LONG_CHARS = 2_000
const LONG_LINES = 24

const isLong = (text: string) =>
  text.length > LONG_CHARS || text.split('\n', LONG_LINES + 1).length > LONG_LINES

export function Question({ chat, step }: { chat: Chat; step: Step }) {
  const { message, versions } = step
  const [whole, setWhole] = useState(!isLong(message.text))
  const text = useRef<HTMLParagraphElement>(null)
  const edit = () => (chat.editing.value = { question: message.id, text: message.text })
  /** Where the button stood that folds it: all above it goes. */
  const pressed = useRef<{ button: HTMLElement; top: number } | null>(null)
  useLayoutEffect(() => {
    if (pressed.current) keepPlace(pressed.current.button, pressed.current.top)
    pressed.current = null
  }, [whole])
  const fold = ({ currentTarget: button }: { currentTarget: HTMLElement }) => {
    // What the search of the page may have scrolled to.
    if (text.current) text.current.scrollTop = 0
    if (whole) pressed.current = { button, top: button.getBoundingClientRect().top }
    setWhole(!whole)
  }
  return (
    <div class="ask">
      <p ref={text} class={whole ? 'asked' : 'asked folded'}>
        {message.text}
      </p>
      {isLong(message.text) && (
        <button type="button" class="btn" aria-expanded={whole} onClick={fold}>
          {whole ? 'Show less' : 'Show all'}
        </button>
      )}
      <div class={versions.length > 1 ? 'deeds' : 'deeds quiet'}>
        <Versions chat={chat} step={step} of="question" />
        <CopyButton text={() => textToCopy(message)} />
        {!chat.live.value && <IconButton icon="edit" label="Edit" onClick={edit} />}
      </div>
    </div>
  )
}
