/** The sidebar: my chats, a new one, and the few things that belong to no chat. */

import { toggleSidebar } from '../../state/sidebar.ts'
import { Icon } from '../icon.tsx'
import { IconButton } from '../icon-button.tsx'
import { ChatList } from './chat-list.tsx'
import { Foot } from './foot.tsx'
import { newChat } from './new-chat.ts'

export const Sidebar = () => (
  <nav class="side" aria-label="Chats">
    <div class="head">
      <a class="brand row" href="/">
        <Icon name="burrow" />
        Burrow
      </a>
      <IconButton icon="panel" flip label="Hide sidebar" class="end" onClick={toggleSidebar} />
      <IconButton icon="new" label="New chat" onClick={newChat} />
    </div>
    <ChatList />
    <Foot />
  </nav>
)
