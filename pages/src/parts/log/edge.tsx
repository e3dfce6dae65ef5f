/** Above this rule stands what the model is no longer sent. */

import { useComputed } from '@preact/signals'
import type { Chat } from '../../state/chat.ts'
import { outlookOf } from '../../state/context.ts'
import { modelName } from '../../state/models.ts'
import { Words } from '../words.tsx'

/** The first message that is still sent; empty for what is in the composer, null where nothing is left out. */
export function useEdge(chat: Chat): string | null {
  // A key changes the outlook, and seldom this.
  return useComputed(() => outlookOf(chat).value?.first ?? null).value
}

export const Edge = () => (
  <p class="seam edge">
    <span>
      <Words as="bdi">{modelName.value}</Words> no longer sees what stands above.
    </span>
  </p>
)
