/** Stops the answer that is being written, and keeps trying until Burrow has heard it. */

import { backoff, pause } from '../wire/backoff.ts'
import { stopTurn } from '../wire/routes.ts'
import type { Chat } from './chat.ts'
import { wake } from './wake.ts'

export async function stop(chat: Chat) {
  const live = chat.live.peek()
  if (!live || live.stopping.peek()) return
  live.stopping.value = true
  // The stream itself brings the end; until it does, an unheard stop is said again.
  for (let tries = 0; chat.live.peek() === live; tries++) {
    const answer = await stopTurn(chat.id, live.turn)
    if (answer.ok) return live.knock()
    // A stop that is as quick as this outruns the question itself, which Burrow then does not know yet.
    const early = answer.problem?.code === 'not_found'
    if (!early && !(answer.problem?.retryable ?? true)) return
    await pause(backoff(tries), wake, new AbortController().signal)
  }
}
