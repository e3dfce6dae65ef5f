/** One chat in the sidebar: a link, a mark while its answer is being written, and what can be done with it. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChatSummary } from '../../../../workers/protocol/nouns.ts'
import { boxOffline } from '../../state/box.ts'
import { removeChat } from '../../state/change-chat.ts'
import { openedChat, runningChats } from '../../state/chat.ts'
import { isKept } from '../../state/live.ts'
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

/** How its answer stands, as far as this page follows it; what it does not follow waits while the box is away. */
function Mark({ chat }: { chat: string }) {
  const phase = openedChat(chat)?.live.value?.phase.value
  const waits = phase ? isKept(phase) : boxOffline.value
  return (
    <span class="state end" data-is={waits ? 'away' : 'writing'}>
      <span class="unseen">{waits ? 'Waiting for the box' : 'Writing'}</span>
    </span>
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
      {(chat.running || runningChats.value.has(chat.id)) && <Mark chat={chat.id} />}
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
