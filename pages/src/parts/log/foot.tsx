/** What stands under a finished answer: how it ended, and what can be done with it. */

import type { Message } from '../../../../workers/protocol/nouns.ts'
import { askAgain, askFurther } from '../../state/ask.ts'
import type { Chat } from '../../state/chat.ts'
import type { Step } from '../../state/tree.ts'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { Done } from './done.tsx'
import { Trouble } from './trouble.tsx'
import { Versions } from './versions.tsx'
import { cutWords, stoppedWords } from './words.ts'

interface Props {
  chat: Chat
  question: Message
  step: Step
}

export function Foot({ chat, question, step }: Props) {
  const { message } = step
  const again = chat.live.value ? null : () => askAgain(chat, question)
  if (message.status === 'failed') {
    return (
      <>
        <Trouble problem={message.problem} again={again} />
        {step.versions.length > 1 && <Deeds chat={chat} step={step} again={null} />}
      </>
    )
  }
  return (
    <>
      {message.status === 'interrupted' && <p class="seam">Cut here.</p>}
      <footer class="foot">
        <Line
          message={message}
          again={again}
          further={again && goesOn(message) ? () => askFurther(chat, question, message) : null}
        />
        <Deeds chat={chat} step={step} again={message.status === 'interrupted' ? null : again} />
      </footer>
    </>
  )
}

/** Thinking that came apart from the text is not gone on with. */
const goesOn = ({ text, inline }: Message) => text !== '' || inline !== undefined

type Deed = (() => void) | null

function Line({ message, again, further }: { message: Message; again: Deed; further: Deed }) {
  switch (message.status) {
    case 'stopped':
      return (
        <p class="state" data-is="stopped">
          <span>{stoppedWords(message)}</span>
        </p>
      )
    case 'interrupted':
      return (
        <>
          <p class="state" data-is="cut" role="alert">
            <span>
              <b>Interrupted.</b> {cutWords(message)}
            </span>
          </p>
          {further && (
            <button type="button" class="btn main" onClick={further}>
              Continue
            </button>
          )}
          {again && (
            <button type="button" class={further ? 'btn' : 'btn main'} onClick={again}>
              Try again
            </button>
          )}
        </>
      )
    case 'done':
      return <Done message={message} />
    default:
      return null
  }
}

function Deeds({ chat, step, again }: { chat: Chat; step: Step; again: Deed }) {
  return (
    <div class="deeds">
      <Versions chat={chat} step={step} of="answer" />
      {step.message.text && <CopyButton text={() => step.message.text} />}
      {again && <IconButton icon="again" label="Try again" onClick={again} />}
    </div>
  )
}
