/** A question as it was asked, and what can be done with it. */

import type { Chat } from '../../state/chat.ts'
import type { Step } from '../../state/tree.ts'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { Versions } from './versions.tsx'

export function Question({ chat, step }: { chat: Chat; step: Step }) {
  const { message, versions } = step
  const edit = () => (chat.editing.value = { question: message.id, text: message.text })
  return (
    <>
      <div class="ask">{message.text}</div>
      <div class={versions.length > 1 ? 'deeds' : 'deeds quiet'}>
        <Versions chat={chat} step={step} of="question" />
        <CopyButton text={() => message.text} />
        {!chat.live.value && <IconButton icon="edit" label="Edit" onClick={edit} />}
      </div>
    </>
  )
}
