/** Under the composer: the box's own line, or what is good to know while an answer runs; and the context used. */

import type { Chat } from '../../state/chat.ts'
import { isKept } from '../../state/live.ts'
import { answerTells } from '../box-now.ts'
import { tooLongNow, tried, whyNot } from '../composer/why-not.ts'
import { troubleShows } from './box-trouble.tsx'
import { BoxLine } from './box-line.tsx'
import { Context } from './context.tsx'

export function Under({ chat }: { chat: Chat }) {
  const vain = tried.value?.chat === chat ? tried.value.times : 0
  const why = vain > 0 ? whyNot(chat) : null
  // That something is too long stands beside it for as long as it is: there it is seen, here it is heard.
  const tooLong = tooLongNow(chat)
  const seen = why !== null && why !== tooLong
  return (
    <div class="under row">
      <div>
        {/* Always there, so that a screen reader hears what comes into it. */}
        <p class={seen ? 'small' : 'unseen'} role="status">
          {why && <span key={vain}>{why}</span>}
        </p>
        {!seen && !tooLong && <Line chat={chat} />}
      </div>
      <Context chat={chat} />
    </div>
  )
}

function Line({ chat }: { chat: Chat }) {
  const phase = chat.live.value?.phase.value
  // What waits for the box is silent of it: since when it is away is good to know.
  if (phase && !isKept(phase)) return <Running chat={chat} />
  return troubleShows(chat) || answerTells(chat) ? null : <BoxLine />
}

const Running = ({ chat }: { chat: Chat }) =>
  chat.live.value?.phase.value.state === 'queued' ? (
    <p class="small soft">Your place is kept.</p>
  ) : (
    <p class="small soft">
      <span class="when-keys">Esc stops. </span>You may close this page.
    </p>
  )
