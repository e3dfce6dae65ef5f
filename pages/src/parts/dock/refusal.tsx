/** Why the last question was not sent. The question itself is back where it was written. */

import type { Chat } from '../../state/chat.ts'

export function Refusal({ chat }: { chat: Chat }) {
  const why = chat.refusal.value
  return why === null ? null : (
    <p class="state" data-is="failed" role="alert">
      <span>
        <b>Not sent.</b> {why}
      </span>
    </p>
  )
}
