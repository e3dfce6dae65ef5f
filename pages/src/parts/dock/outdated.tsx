/** Asks for the page to be loaded anew, at a moment when nothing is being written. */

import type { Chat } from '../../state/chat.ts'
import { outdated } from '../../state/outdated.ts'

export function Outdated({ chat }: { chat: Chat }) {
  if (!outdated.value || chat.live.value) return null
  return (
    <div class="notice" role="status">
      <div class="row wrap">
        <p>
          <b>This page is older than Burrow.</b> What you wrote stays when you load it anew.
        </p>
        <button type="button" class="btn end" onClick={() => location.reload()}>
          Load anew
        </button>
      </div>
    </div>
  )
}
