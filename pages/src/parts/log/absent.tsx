/** What stands in the place of a chat that cannot be shown, or not yet. */

import type { Chat } from '../../state/chat.ts'
import { load } from '../../state/open-chat.ts'
import { Ghosts } from '../ghosts.tsx'

export const Coming = () => <Ghosts label="Loading the chat" lines={6} />

export function Absent({ chat }: { chat: Chat }) {
  switch (chat.presence.value) {
    case 'missing':
      return (
        <div class="absent">
          <h1 class="title">There is no such chat here.</h1>
          <p class="soft">
            It was deleted, or it belongs to another browser. What you ask begins a new chat.
          </p>
          <a class="btn main" href="/">
            New chat
          </a>
        </div>
      )
    case 'lost':
      return (
        <div class="foot" role="alert">
          <p class="state" data-is="away">
            <span>
              <b>Burrow cannot be reached.</b> Your chat is safe.
            </span>
          </p>
          <button type="button" class="btn" onClick={() => void load(chat)}>
            Try again
          </button>
        </div>
      )
    default:
      return <Coming />
  }
}
