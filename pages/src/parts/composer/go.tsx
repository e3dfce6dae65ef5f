/** Send, and in the same spot Stop. */

import type { Chat } from '../../state/chat.ts'
import { stop } from '../../state/stop.ts'
import { Icon } from '../icon.tsx'

export function Go({ chat, empty }: { chat: Chat; empty: boolean }) {
  const live = chat.live.value
  // Two buttons with two keys: a press that began on Send must not end on Stop.
  return live ? (
    <button
      key="stop"
      type="button"
      class="go stop"
      aria-label="Stop generating"
      title="Stop generating"
      disabled={live.stopping.value}
      onClick={() => void stop(chat)}
    >
      <Icon name="stop" />
    </button>
  ) : (
    <button
      key="send"
      type="submit"
      class="go"
      aria-label="Send message"
      title="Send message"
      disabled={empty}
    >
      <Icon name="send" />
    </button>
  )
}
