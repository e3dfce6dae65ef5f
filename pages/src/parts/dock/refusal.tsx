/** Why the last question was not sent. The question itself is back where it was written. */

import type { Chat } from '../../state/chat.ts'
import { Words } from '../words.tsx'

export function Refusal({ chat }: { chat: Chat }) {
  const refusal = chat.refusal.value
  return refusal === null ? null : (
    <p class="state" data-is="failed" role="alert">
      <span>
        <b>{refusal.first}</b> <Words>{refusal.why}</Words>
      </span>
    </p>
  )
}
