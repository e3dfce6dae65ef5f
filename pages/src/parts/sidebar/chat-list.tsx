/** The chats in their groups; more of them are fetched as the end comes into sight. */

import { useEffect, useRef } from 'preact/hooks'
import { chats, chatsLost, cursor, loadChats, loadMoreChats } from '../../state/chats.ts'
import { Ghosts } from '../ghosts.tsx'
import { ChatRow } from './chat-row.tsx'
import { groupByDay } from './groups.ts'

export function ChatList() {
  const all = chats.value
  return (
    <div class="scroll" tabindex={-1}>
      {all ? <Groups /> : chatsLost.value ? <Lost /> : <Ghosts label="Loading chats" lines={3} />}
      {all?.length === 0 && <p class="empty small soft">Your chats will stand here.</p>}
      {cursor.value !== null && <More key={cursor.value} />}
    </div>
  )
}

const Groups = () =>
  groupByDay(chats.value ?? []).map(({ heading, chats: members }) => (
    <section key={heading}>
      <h2>{heading}</h2>
      <ul>
        {members.map(chat => (
          <ChatRow key={chat.id} chat={chat} />
        ))}
      </ul>
    </section>
  ))

const Lost = () => (
  <p class="empty small soft">
    Your chats could not be fetched.{' '}
    <button type="button" class="btn" onClick={() => void loadChats()}>
      Try again
    </button>
  </p>
)

/** Keyed by the cursor, so that each page's end is watched anew. */
function More() {
  const end = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!end.current) return
    const watch = new IntersectionObserver(entries => {
      if (entries.some(each => each.isIntersecting)) void loadMoreChats()
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [])
  return (
    <button type="button" ref={end} class="bare" onClick={() => void loadMoreChats()}>
      Load more
    </button>
  )
}
