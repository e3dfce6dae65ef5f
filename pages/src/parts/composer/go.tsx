/** Send, and in the same spot Stop, which takes a question back that still waits. */

import { useRef } from 'preact/hooks'
import { boxOffline } from '../../state/box.ts'
import type { Chat } from '../../state/chat.ts'
import { stop } from '../../state/stop.ts'
import { LATER } from '../../words/later.ts'
import { leaveName } from '../../words/place.ts'
import { Icon } from '../icon.tsx'
import { Words } from '../words.tsx'

/** Milliseconds for which the spot is deaf once it has changed: the second half of a double click was meant for the first. */
const DEAF_MS = 500

export function Go({ chat, empty }: { chat: Chat; empty: boolean }) {
  const live = chat.live.value
  const deaf = useDeaf(live !== null, live !== null || !empty)
  const later = boxOffline.value
  const stopping = live?.stopping.value ?? false
  const phase = live?.phase.value
  const stops = phase?.state === 'queued' ? leaveName(phase) : 'Stop generating'
  // Two buttons with two keys: a press that began on Send must not end on Stop.
  return live ? (
    <button
      key="stop"
      type="button"
      class={stopping ? 'go stop idle' : 'go stop'}
      aria-label={stops}
      title={stops}
      // One that is disabled would lose the focus.
      aria-disabled={stopping}
      onClick={() => deaf() || void stop(chat)}
    >
      <Icon name="stop" />
    </button>
  ) : (
    <button
      key="send"
      type="submit"
      class={later ? 'btn main' : 'go'}
      aria-label={later ? undefined : 'Send message'}
      title={later ? LATER : 'Send message'}
      disabled={empty}
      onClick={event => deaf() && event.preventDefault()}
    >
      {later ? <Words>{LATER}</Words> : <Icon name="send" />}
    </button>
  )
}

/**
 * Whether the spot was changed just now, under whoever could press it: an answer may end, or begin in another tab, while
 * a finger is on its way.
 */
function useDeaf(stops: boolean, alive: boolean): () => boolean {
  const before = useRef({ stops, alive })
  const changedAt = useRef(-Infinity)
  if (before.current.stops !== stops) changedAt.current = before.current.alive ? performance.now() : -Infinity
  before.current = { stops, alive }
  return () => performance.now() - changedAt.current < DEAF_MS
}
