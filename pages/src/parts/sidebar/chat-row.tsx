/** One chat in the sidebar: a link, a mark while its answer is being written, and what can be done with it. */

import { useState } from 'preact/hooks'
import type { ChatSummary } from '../../../../workers/protocol/nouns.ts'
import { removeChat } from '../../state/change-chat.ts'
import { runningChats } from '../../state/chat.ts'
import { pathOf, route } from '../../state/route.ts'
import { Icon } from '../icon.tsx'
import { MenuButton } from '../menu/menu.tsx'
import { Words } from '../words.tsx'
import { NameField } from './name-field.tsx'

export function ChatRow({ chat }: { chat: ChatSummary }) {
  const [naming, setNaming] = useState(false)
  if (naming) {
    return (
      <li>
        <NameField chat={chat} done={() => setNaming(false)} />
      </li>
    )
  }
  return (
    <li>
      <a
        href={pathOf(chat.id)}
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
        items={[
          { label: 'Rename', act: () => setNaming(true) },
          { label: 'Delete', alarm: true, act: () => removeChat(chat) },
        ]}
      >
        <Icon name="more" />
      </MenuButton>
    </li>
  )
}
