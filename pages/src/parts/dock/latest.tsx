/** The way back to the end, while the reader is elsewhere. */

import type { Phase } from '../../state/live.ts'
import type { Chat } from '../../state/chat.ts'
import { Icon } from '../icon.tsx'
import { pinned, toLatest } from '../log/pin.ts'

export const Latest = ({ chat }: { chat: Chat }) =>
  pinned.value ? null : (
    <button type="button" class="btn jump small" onClick={toLatest}>
      <Now chat={chat} />
      Latest <Icon name="down" />
    </button>
  )

const WORDS: Partial<Record<Phase['state'], string>> = { thinking: 'Thinking.', writing: 'Writing.' }

/** While an answer runs out of sight, the pill says what the state line says. */
function Now({ chat }: { chat: Chat }) {
  const state = chat.live.value?.phase.value.state
  const words = state && WORDS[state]
  return words ? (
    <span class="state" data-is={state}>
      <b>{words}</b>
    </span>
  ) : null
}
