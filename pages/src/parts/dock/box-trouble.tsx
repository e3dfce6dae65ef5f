/** The box is away, and no answer above says so already. */

import { boxAway, refreshBox, status } from '../../state/box.ts'
import type { Chat } from '../../state/chat.ts'
import { visiblePath } from '../../state/tree.ts'
import { Path } from '../path.tsx'
import { brokenLink } from '../trouble-words.ts'

/** One line speaks at a time: while an answer runs or tells of the same trouble, this keeps silent. */
export function troubleShows(chat: Chat): boolean {
  if (!boxAway.value || chat.live.value) return false
  const last = visiblePath(chat.messages.value, chat.chosen.value).at(-1)?.message
  return brokenLink(last?.problem) !== 'Box'
}

export function BoxTrouble({ chat }: { chat: Chat }) {
  if (!troubleShows(chat)) return null
  const offline = status.value?.box === 'offline'
  return (
    <div class="notice" role="alert">
      <div class="foot">
        <p class="state" data-is={offline ? 'away' : 'failed'}>
          <span>
            {offline ? (
              <>
                <b>The box is offline.</b> You can still read and write.
              </>
            ) : (
              <>
                <b>Box misconfigured.</b> It answers, but not as Burrow expects.
              </>
            )}
          </span>
        </p>
        <Path broken="Box" />
      </div>
      <div class="row wrap">
        <p>
          {offline
            ? 'What you wrote is safe. The box may be asleep, or its tunnel may be down.'
            : 'What you wrote is safe. Only the owner can mend this.'}
        </p>
        <button type="button" class="btn end" onClick={() => void refreshBox()}>
          Look again
        </button>
      </div>
    </div>
  )
}
