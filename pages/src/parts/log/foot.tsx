/** What stands under a finished answer: how it ended, and what can be done with it. */

import type { Message } from '../../../../workers/protocol/nouns.ts'
import { askAgain, askFurther } from '../../state/ask.ts'
import type { Chat } from '../../state/chat.ts'
import { textToCopy } from '../../state/text-to-copy.ts'
import type { Step } from '../../state/tree.ts'
import { boxNow } from '../box-now.ts'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { Words } from '../words.tsx'
import { Done } from './done.tsx'
import { Trouble } from './trouble.tsx'
import { Versions } from './versions.tsx'
import { cutWords, isMute, stoppedWords } from './words.ts'

interface Props {
  chat: Chat
  question: Message
  step: Step
}

type Deed = (() => void) | null

export function Foot({ chat, question, step }: Props) {
  const { message } = step
  const again = chat.live.value ? null : () => void askAgain(chat, question)
  if (message.status === 'failed') {
    return (
      <>
        <Trouble problem={message.problem} known={boxNow(chat, message)} again={again} />
        {step.versions.length > 1 && <Deeds chat={chat} step={step} again={null} />}
      </>
    )
  }
  const ways = waysOn(message, again, () => void askFurther(chat, question, message))
  return (
    <>
      {message.status === 'interrupted' && <p class="seam">Cut here.</p>}
      <footer class="foot">
        <Line message={message} known={boxNow(chat, message)} />
        {ways.length > 0 && <Ways ways={ways} />}
        <Deeds chat={chat} step={step} again={ways.some(({ act }) => act === again) ? null : again} />
      </footer>
    </>
  )
}

function Line({ message, known }: { message: Message; known: string | null }) {
  switch (message.status) {
    case 'stopped':
      return (
        <p class="state" data-is="stopped">
          <span>{stoppedWords(message)}</span>
        </p>
      )
    case 'interrupted':
      return (
        <p class="state" data-is="cut" role="alert">
          <span>
            <b>Interrupted.</b> <Words>{cutWords(message, known)}</Words>
          </span>
        </p>
      )
    case 'done':
      return <Done message={message} />
    default:
      return null
  }
}

interface Way {
  label: 'Continue' | 'Try again'
  main: boolean
  act: () => void
}

/** The ways on from an answer that is not whole, the best first. */
function waysOn(message: Message, again: Deed, further: () => void): Way[] {
  if (!again) return []
  const more = (main: boolean): Way => ({ label: 'Continue', main, act: further })
  const anew = (main: boolean): Way => ({ label: 'Try again', main, act: again })
  switch (message.status) {
    case 'interrupted':
      return goesOn(message) ? [more(true), anew(false)] : [anew(true)]
    case 'stopped':
      return goesOn(message) ? [more(false)] : []
    default:
      return isMute(message) ? [anew(true)] : []
  }
}

/** Thinking that came apart from the text is not gone on with. */
const goesOn = ({ text, inline }: Message) => text !== '' || inline !== undefined

/** In one row: what belongs together is not taken apart where it is narrow. */
const Ways = ({ ways }: { ways: Way[] }) => (
  <p class="row">
    {ways.map(({ label, main, act }) => (
      <button key={label} type="button" class={main ? 'btn main' : 'btn'} onClick={act}>
        {label}
      </button>
    ))}
  </p>
)

function Deeds({ chat, step, again }: { chat: Chat; step: Step; again: Deed }) {
  return (
    <div class="deeds">
      <Versions chat={chat} step={step} of="answer" />
      {step.message.text && <CopyButton text={() => textToCopy(step.message)} />}
      {again && <IconButton icon="again" label="Try again" onClick={again} />}
    </div>
  )
}
