/** The box refuses Burrow, and no answer above says so already. One that is only away has its line, and a question waits for it. */

import { refreshBox, status } from '../../state/box.ts'
import type { Chat } from '../../state/chat.ts'
import { answerTells } from '../box-now.ts'
import { Path } from '../path.tsx'
import { boxWords } from '../trouble-words.ts'
import { Words } from '../words.tsx'

/** One line speaks at a time: while an answer runs or tells of the same trouble, this keeps silent. */
export function troubleShows(chat: Chat): boolean {
  return status.value?.box === 'misconfigured' && !chat.live.value && !answerTells(chat)
}

export function BoxTrouble({ chat }: { chat: Chat }) {
  if (!troubleShows(chat)) return null
  const words = status.value && boxWords(status.value)
  return (
    <div class="notice" role="alert">
      <div class="foot">
        <p class="state" data-is="failed">
          <span>{words && <Words as="b">{words}</Words>} You can still read and write.</span>
        </p>
        <Path broken="Box" />
      </div>
      <div class="row wrap">
        <p>What you wrote is safe. Only the owner can mend this.</p>
        <button type="button" class="btn end" onClick={() => void refreshBox()}>
          Look again
        </button>
      </div>
    </div>
  )
}
