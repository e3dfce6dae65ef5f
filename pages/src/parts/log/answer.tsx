/** An answer: who wrote it, what it thought first, what it said, and how it stands. */

import type { Message } from '../../../../workers/protocol/nouns.ts'
import type { Chat } from '../../state/chat.ts'
import type { Live } from '../../state/live.ts'
import type { Step } from '../../state/tree.ts'
import { Foot } from './foot.tsx'
import { LiveLine } from './live-line.tsx'
import { Said } from './said.tsx'
import { Thought } from './thought.tsx'

interface Props {
  chat: Chat
  question: Message
  step: Step
}

export function Answer({ chat, question, step }: Props) {
  const { message } = step
  const live = chat.live.value?.turn === message.id ? chat.live.value : null
  return (
    <article aria-label={message.model}>
      <h2 class="by">
        <bdi>{message.model}</bdi>
      </h2>
      <Parts message={message} live={live} />
      {live ? <LiveLine chat={chat} live={live} /> : <Foot chat={chat} question={question} step={step} />}
    </article>
  )
}

/** Apart, so that a new phase of the state line does not look at the text again. */
function Parts({ message, live }: { message: Message; live: Live | null }) {
  const thought = live ? live.has.thinking.value : Boolean(message.thinking)
  const said = live ? live.has.text.value : message.text !== ''
  return (
    <>
      {thought && <Thought message={message} live={live} />}
      {said && <Said message={message} live={live !== null} />}
    </>
  )
}
