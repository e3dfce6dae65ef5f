/** Opens the chat that the address names: fetches it, and goes on following the answer that is being written in it. */

import { batch, effect } from '@preact/signals'
import type { OpenChat } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import { getChat } from '../wire/routes.ts'
import type { TurnTarget } from '../wire/turn-stream.ts'
import { whenBack } from './box.ts'
import { chatOf, current, type Chat } from './chat.ts'
import { follow } from './follow.ts'
import { newLive, type Live } from './live.ts'
import { noteRate } from './rate.ts'
import { route } from './route.ts'

export function watchOpenChat() {
  effect(() => {
    const id = route.value
    if (id !== null) void load(chatOf(id))
  })
  whenBack(() => current.peek().presence.peek() === 'lost' && void load(current.peek()))
}

/** Fetches a chat; false where Burrow did not answer, so that the page does not know how it stands now. */
export async function load(chat: Chat): Promise<boolean> {
  // What is being followed here is newer than anything that history could say.
  if (chat.live.peek() || chat.presence.peek() === 'new') return true
  if (chat.presence.peek() !== 'here') chat.presence.value = 'loading'
  const answer = await getChat(chat.id)
  if (chat.live.peek()) return true
  if (answer.ok) {
    take(chat, answer.value)
    return true
  }
  const known = answer.problem !== null && !answer.problem.retryable
  if (known) chat.presence.value = 'missing'
  else if (chat.presence.peek() !== 'here') chat.presence.value = 'lost'
  return known
}

/** Follows a turn in `chat`; wherever the page has lost track of it, the chat is fetched again. */
export function followIn(
  chat: Chat,
  live: Live,
  target: TurnTarget,
  refused?: (why: Problem | null) => void
) {
  const reload = () => void load(chat)
  follow(chat, live, target, { reload, refused: refused ?? reload })
}

function take(chat: Chat, { chat: summary, messages, running }: OpenChat) {
  messages.forEach(noteRate)
  batch(() => {
    chat.title.value = summary.title
    chat.messages.value = messages
    chat.presence.value = 'here'
    const answer = messages.find(message => message.id === running?.turn)
    if (!running || !answer) return
    const live = newLive(running.turn, answer.model ?? '', false, answer.thinking, answer.text)
    followIn(chat, live, { chat: chat.id, turn: running.turn, after: String(running.position) })
  })
}
