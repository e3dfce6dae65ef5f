/** The room: its head, what was said or the start, and the dock. */

import { announcement } from '../state/announce.ts'
import { current } from '../state/chat.ts'
import { toggleSidebar } from '../state/sidebar.ts'
import { Dock } from './dock/dock.tsx'
import { Hello } from './hello.tsx'
import { IconButton } from './icon-button.tsx'
import { Log } from './log/log.tsx'
import { newChat } from './sidebar/new-chat.ts'

export function Room() {
  const chat = current.value
  return (
    <main class="room">
      <header class="head">
        <IconButton icon="panel" flip label="Show chats" class="when-folded" onClick={toggleSidebar} />
        {chat.title.value && <h1 class="clip">{<bdi>{chat.title}</bdi>}</h1>}
        <IconButton icon="new" label="New chat" class="end when-folded" onClick={newChat} />
      </header>
      {chat.presence.value === 'new' ? <Hello chat={chat} /> : <Log key={chat.id} chat={chat} />}
      <Dock chat={chat} />
      <p class="unseen" role="status">
        {announcement}
      </p>
    </main>
  )
}
