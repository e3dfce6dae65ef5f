/** The dock: notices above the composer, which push and never cover, and the box's own line below it. */

import type { Chat } from '../../state/chat.ts'
import { drawerOpen } from '../../state/sidebar.ts'
import { Composer } from '../composer/composer.tsx'
import { BoxTrouble } from './box-trouble.tsx'
import { Latest } from './latest.tsx'
import { Left } from './left.tsx'
import { Outdated } from './outdated.tsx'
import { Refusal } from './refusal.tsx'
import { ToastPlace } from './toast.tsx'
import { Under } from './under.tsx'

export const Dock = ({ chat }: { chat: Chat }) => (
  <div class="dock column">
    <Latest chat={chat} />
    {/* The open drawer lets nobody reach what is outside of it, and shows the toast itself. */}
    {!drawerOpen.value && <ToastPlace />}
    <Outdated chat={chat} />
    <BoxTrouble chat={chat} />
    <Refusal chat={chat} />
    {chat.refusal.value === null && <Left />}
    <Composer chat={chat} />
    <Under chat={chat} />
  </div>
)
