/** The room: its head, what was said or the start, and the dock. The owner's page stands in it too. */

import { current, type Chat } from '../state/chat.ts'
import { atOwner } from '../state/route.ts'
import { toggleSidebar } from '../state/sidebar.ts'
import { Announcer } from './announcer.tsx'
import { Dock } from './dock/dock.tsx'
import { Hello } from './hello.tsx'
import { IconButton } from './icon-button.tsx'
import { Log } from './log/log.tsx'
import { OwnerPage, OwnerTitle } from './owner.tsx'
import { newChat } from './sidebar/new-chat.ts'
import { Words } from './words.tsx'

export function Room() {
  const chat = current.value
  return (
    <main class="room">
      <header class="head">
        <IconButton icon="panel" flip label="Show chats" class="when-folded" onClick={toggleSidebar} />
        {atOwner.value ? <OwnerTitle /> : <Title chat={chat} />}
        <IconButton icon="new" label="New chat" class="end when-folded" onClick={newChat} />
      </header>
      {atOwner.value ? <OwnerPage /> : <Talk chat={chat} />}
      <Announcer />
    </main>
  )
}

const Talk = ({ chat }: { chat: Chat }) => (
  <>
    {chat.presence.value === 'new' ? <Hello chat={chat} /> : <Log key={chat.id} chat={chat} />}
    <Dock chat={chat} />
  </>
)

/** One heading of the first level: a start and a chat that is not there have their own. */
function Title({ chat }: { chat: Chat }) {
  const title = chat.title.value
  if (!title || chat.presence.value === 'missing') return null
  return (
    <h1 class="clip" title={title}>
      <Words as="bdi">{title}</Words>
    </h1>
  )
}
