/** One chat in the sidebar: a link, a mark while its answer is being written, and what can be done with it. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChatSummary } from '../../../../workers/protocol/nouns.ts'
import { removeChat } from '../../state/change-chat.ts'
import { runningChats } from '../../state/chat.ts'
import { pathOf, route } from '../../state/route.ts'
import { Icon } from '../icon.tsx'
import { MenuButton } from '../menu/menu.tsx'
import { Words } from '../words.tsx'
import { focusRow } from './focus-row.ts'
import { NameField } from './name-field.tsx'

export function ChatRow({ chat }: { chat: ChatSummary }) {
  const [naming, setNaming] = useState(false)
  const row = useRef<HTMLLIElement>(null)
  const back = useRef(false)
  useLayoutEffect(() => {
    if (!naming && back.current) row.current?.querySelector('a')?.focus()
    back.current = false
  }, [naming])
  const named = (how: 'key' | 'elsewhere') => {
    back.current = how === 'key'
    setNaming(false)
  }
  return (
    <li ref={row}>
      {naming ? <NameField chat={chat} done={named} /> : <Row chat={chat} rename={() => setNaming(true)} />}
    </li>
  )
}

const Row = ({ chat, rename }: { chat: ChatSummary; rename(): void }) => (
  <>
    <a
      href={pathOf(chat.id)}
      // What does not fit the row can be read all the same.
      title={chat.title}
      aria-current={route.value === chat.id ? 'page' : undefined}
    >
      <Words as="bdi" class="clip">
        {chat.title}
      </Words>
      {(chat.running || runningChats.value.has(chat.id)) && (
        <span class="state end" data-is="writing">
          <span class="unseen">Writing</span>
        </span>
      )}
    </a>
    <MenuButton
      label={`More for “${chat.title}”`}
      tip="More"
      items={[
        { label: 'Rename', act: rename },
        { label: 'Delete', alarm: true, act: () => removeChat(chat, () => focusRow(chat.id)) },
      ]}
    >
      <Icon name="more" />
    </MenuButton>
  </>
)
