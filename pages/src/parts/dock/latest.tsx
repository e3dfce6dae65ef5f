/** The way back to the end, while the reader is elsewhere. */

import type { Chat } from '../../state/chat.ts'
import { Icon } from '../icon.tsx'
import { pinned, toLatest } from '../log/pin.ts'

export const Latest = ({ chat }: { chat: Chat }) =>
  pinned.value ? null : (
    <button type="button" class="btn jump small" onClick={toLatest}>
      {chat.live.value?.phase.value.state === 'writing' && (
        <span class="state" data-is="writing" aria-hidden="true" />
      )}
      Latest <Icon name="down" />
    </button>
  )
