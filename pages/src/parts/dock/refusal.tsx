/** Why the last question was not sent. The question itself is back where it was written. */

import type { Chat } from '../../state/chat.ts'
import { late } from '../late.tsx'
import { Words } from '../words.tsx'

const Pass = late(async () => (await import('../../late/pass.tsx')).Pass)

export function Refusal({ chat }: { chat: Chat }) {
  const refusal = chat.refusal.value
  if (refusal === null) return null
  const { first, why, onceMore } = refusal
  return (
    <>
      <p class="state" data-is="failed" role="alert">
        <span>
          <b>{first}</b> <Words>{why}</Words>
        </span>
      </p>
      {onceMore && <Pass passed={onceMore} />}
    </>
  )
}
