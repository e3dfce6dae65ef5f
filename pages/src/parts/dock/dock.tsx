/** The dock: notices above the composer, which push and never cover, and the box's own line below it. */

import type { Chat } from '../../state/chat.ts'
import { Composer } from '../composer/composer.tsx'
import { BoxTrouble } from './box-trouble.tsx'
import { Latest } from './latest.tsx'
import { Refusal } from './refusal.tsx'
import { ToastPlace } from './toast.tsx'
import { Under } from './under.tsx'

export const Dock = ({ chat }: { chat: Chat }) => (
  <div class="dock column">
    <Latest chat={chat} />
    <ToastPlace />
    <BoxTrouble chat={chat} />
    <Refusal chat={chat} />
    <Composer chat={chat} />
    <Under chat={chat} />
  </div>
)
