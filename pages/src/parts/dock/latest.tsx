/** The way back to the end, while the reader is elsewhere. */

import type { Phase } from '../../state/live.ts'
import type { Chat } from '../../state/chat.ts'
import { Icon } from '../icon.tsx'
import { standing } from '../../words/place.ts'
import { atEnd, toLatest } from '../log/pin.ts'
import { Words } from '../words.tsx'

export const Latest = ({ chat }: { chat: Chat }) =>
  atEnd.value ? null : (
    <button type="button" class="btn jump small" onClick={goToLatest}>
      <Now chat={chat} />
      Latest <Icon name="down" />
    </button>
  )

/** The pill goes with the press: the keys then move what it led to. */
function goToLatest() {
  toLatest()
  document.querySelector<HTMLElement>('[role=log]')?.focus({ preventScroll: true })
}

const WORDS: Partial<Record<Phase['state'], string>> = { thinking: 'Thinking.', writing: 'Writing.' }

/** While an answer runs out of sight, the pill says what the state line says. */
function Now({ chat }: { chat: Chat }) {
  const phase = chat.live.value?.phase.value
  if (!phase) return null
  const words = phase.state === 'queued' ? standing(phase) : WORDS[phase.state]
  return words ? (
    <span class="state" data-is={phase.state}>
      <Words as="b">{words}</Words>
    </span>
  ) : null
}
