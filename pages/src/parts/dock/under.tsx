/** Under the composer: the box's own line, or what is good to know while an answer runs; and the context used. */

import type { Chat } from '../../state/chat.ts'
import { answerTells } from '../box-now.ts'
import { troubleShows } from './box-trouble.tsx'
import { BoxLine } from './box-line.tsx'
import { Context } from './context.tsx'

export const Under = ({ chat }: { chat: Chat }) => (
  <div class="under row">
    {chat.live.value ? (
      <Running chat={chat} />
    ) : troubleShows(chat) || answerTells(chat) ? (
      <span />
    ) : (
      <BoxLine />
    )}
    <Context chat={chat} />
  </div>
)

const Running = ({ chat }: { chat: Chat }) =>
  chat.live.value?.phase.value.state === 'queued' ? (
    <p class="small soft">Your place is kept.</p>
  ) : (
    <p class="small soft">
      <span class="when-keys">Esc stops. </span>You may close this page.
    </p>
  )
