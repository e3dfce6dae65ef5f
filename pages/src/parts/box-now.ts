/** One voice speaks of the box: where the last answer tells of it, that says what is known by now. */

import { effect, untracked } from '@preact/signals'
import type { Message } from '../../../workers/protocol/nouns.ts'
import { announce } from '../state/announce.ts'
import { boxAway, boxOffline, paused, status } from '../state/box.ts'
import { type Chat, current } from '../state/chat.ts'
import { boxWords, brokenLink, isAway } from './trouble-words.ts'

/** The last answer tells that the box is away, so that nothing else has to. */
export function answerTells(chat: Chat): boolean {
  const last = chat.path.value.at(-1)?.message
  return boxAway.value && brokenLink(last?.problem) === 'Box'
}

/**
 * The box, or the one of several that has the model, was away when this was asked just now, though as a whole it is said
 * to be there: waiting for it is another way than trying again.
 */
export function mayWait(chat: Chat, { id, problem, createdAt }: Message): boolean {
  const isLast = chat.path.value.at(-1)?.message.id === id
  return isLast && isAway(problem) && !boxAway.value && createdAt >= performance.timeOrigin
}

/** Whoever listens hears that the box has gone, where neither an answer tells it nor a question that waits, and of a pause. */
export function announceBox() {
  effect(() => {
    if (!boxOffline.value) return
    const chat = current.peek()
    const told = untracked(() => chat.live.value !== null || answerTells(chat))
    if (!told) announce('The box is offline')
  })
  effect(() => {
    if (paused.value) announce('Paused by the owner')
  })
}

/** How the box is by now, for an answer that it broke and that is the last; else null. */
export function boxNow(chat: Chat, message: Message): string | null {
  const isLast = chat.path.value.at(-1)?.message.id === message.id
  return isLast && status.value && answerTells(chat) ? boxWords(status.value) : null
}
