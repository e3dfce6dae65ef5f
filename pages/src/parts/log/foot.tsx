/** What stands under a finished answer: how it ended, and what can be done with it. */

import type { Message } from '../../../../workers/protocol/nouns.ts'
import { askAgain, askForLater, askFurther } from '../../state/ask.ts'
import { boxOffline } from '../../state/box.ts'
import type { Chat } from '../../state/chat.ts'
import { textToCopy } from '../../state/text-to-copy.ts'
import type { Step } from '../../state/tree.ts'
import { LATER } from '../../words/later.ts'
import { boxNow, mayWait } from '../box-now.ts'
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
  const later = mayWait(chat, message) ? () => void askForLater(chat, question) : null
  const ways = waysOn(message, { again, later, further: () => void askFurther(chat, question, message) })
  if (message.status === 'failed') {
    return (
      <>
        <Trouble problem={message.problem} known={boxNow(chat, message)}>
          <Ways ways={ways} />
        </Trouble>
        {step.versions.length > 1 && <Deeds chat={chat} step={step} again={null} />}
      </>
    )
  }
  return (
    <>
      {message.status === 'interrupted' && <p class="seam">Cut here.</p>}
      <footer class="foot">
        <Line message={message} known={boxNow(chat, message)} />
        <Ways ways={ways} />
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
  label: string
  main: boolean
  act: () => void
}

interface Acts {
  /** Null while another answer is being written. */
  again: Deed
  later: Deed
  further: () => void
}

/** The ways on from an answer that is not whole, the best first. */
function waysOn(message: Message, { again, later, further }: Acts): Way[] {
  if (!again) return []
  const more = (main: boolean): Way => ({ label: 'Continue', main, act: further })
  const anew = (main: boolean): Way => ({ label: againName(), main, act: again })
  switch (message.status) {
    case 'failed':
      return later ? [{ label: LATER, main: true, act: later }, anew(false)] : [anew(true)]
    case 'interrupted':
      return goesOn(message) ? [more(true), anew(false)] : [anew(true)]
    case 'stopped':
      return goesOn(message) ? [more(false)] : []
    default:
      return isMute(message) ? [anew(true)] : []
  }
}

/** What is asked again while the box is away waits for it. */
const againName = () => (boxOffline.value ? LATER : 'Try again')

/** Thinking that came apart from the text is not gone on with. */
const goesOn = ({ text, inline }: Message) => text !== '' || inline !== undefined

/** In one row, where they fit: what belongs together is not taken apart. */
const Ways = ({ ways }: { ways: Way[] }) =>
  ways.length === 0 ? null : (
    <p class="row wrap">
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
      {again && <IconButton icon="again" label={againName()} onClick={again} />}
    </div>
  )
}
