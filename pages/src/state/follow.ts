/** Follows a turn into its chat: each event into the live answer, the end into the tree. */

import { batch } from '@preact/signals'
import type { TurnEvent } from '../../../workers/protocol/events.ts'
import type { Message } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import { TurnStream, type TurnTarget } from '../wire/turn-stream.ts'
import { announce, announcePhase } from './announce.ts'
import { refreshBox } from './box.ts'
import { current, setLive, type Chat } from './chat.ts'
import { listChat } from './chats.ts'
import { noteLoaded } from './models.ts'
import { keepFlows } from './flows.ts'
import { secondsLeft } from './left.ts'
import { enter, isKept, leavePhase, type Live, type Phase } from './live.ts'
import { settle } from './settle.ts'
import { Speaker } from './speak.ts'
import { markDone } from './title.ts'
import { online, wake } from './wake.ts'

/** Milliseconds of a lost connection that are nobody's business. */
const AWAY_MS = 2_000

export interface Ends {
  /** The turn never began. Null: Burrow did not answer. */
  refused(why: Problem | null): void
  /** The page does not know how the chat stands now. */
  reload(): void
}

export function follow(chat: Chat, live: Live, target: TurnTarget, ends: Ends) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const away = (gone: boolean) => {
    // Told again at every try; the time counts from the first.
    if (gone) return void (timer ??= setTimeout(() => (live.away.value = true), AWAY_MS))
    clearTimeout(timer)
    timer = undefined
    live.away.value = false
  }
  const listener = {
    away,
    event: (event: TurnEvent) => batch(() => take(chat, live, event, ends)),
    left: (seconds: number | null) => void (secondsLeft.value = seconds),
    refused(why: Problem | null, begun: boolean) {
      away(false)
      setLive(chat, null)
      if (begun) ends.reload()
      else ends.refused(why)
    },
  }
  const stream = new TurnStream(target, listener, wake, online)
  const hush = live.log.text.follow(new Speaker(() => current.peek() === chat))
  live.leave = () => {
    away(false)
    hush()
    stream.close()
  }
  live.knock = () => stream.knock()
  keepFlows(live)
  setLive(chat, live)
  void stream.run()
}

function take(chat: Chat, live: Live, event: TurnEvent, ends: Ends) {
  switch (event.type) {
    case 'state':
      return goOn(chat, live, event.data)
    case 'thinking':
    case 'text':
      return grow(chat, live, event.type, event.data.text)
    case 'rewind':
      return live.log.rewind(event.data.position)
    case 'done':
      leavePhase(live)
      return finish(chat, live, event.data.message)
    case 'problem':
      leavePhase(live)
      return fail(chat, live, event.data, ends)
  }
}

function goOn(chat: Chat, live: Live, phase: Phase) {
  const before = live.phase.peek()
  enter(live, phase)
  // Whoever waits may go elsewhere, and finds the way back.
  if (phase.state === 'queued' && before.state !== 'queued') listChat(chat)
  // The box's own line may still say that it is there.
  if (isKept(phase) && !isKept(before)) void refreshBox()
  // What it is that another chat waits for, nobody who hears it could tell.
  if (current.peek() === chat) announcePhase(live.phase.peek(), before)
}

function grow(chat: Chat, live: Live, kind: 'thinking' | 'text', delta: string) {
  const state = kind === 'text' ? 'writing' : 'thinking'
  // Before the delta: a phase notes how much was there when it began.
  if (live.phase.peek().state !== state) {
    goOn(chat, live, { state })
    listChat(chat)
  }
  live.log.push(kind, delta)
  live.heardAt = Date.now()
  live.has[kind].value = true
}

function finish(chat: Chat, live: Live, message: Message) {
  live.log.end(message.thinking ?? '', message.text)
  settle(chat, message)
  announce(message.status === 'stopped' ? 'Stopped' : 'Response complete')
  noteLoaded(live.model)
  markDone()
}

function fail(chat: Chat, live: Live, problem: Problem, ends: Ends) {
  const { thinking, text } = live.log
  live.log.end(thinking.text, text.text)
  const running = chat.tree.peek().held.get(live.turn)
  if (running) {
    const status = text.text || thinking.text ? 'interrupted' : 'failed'
    settle(chat, { ...running, text: text.text, thinking: thinking.text, problem, status })
  }
  markDone()
  void refreshBox()
  // The event names the problem only. The chat knows the rest: the question's id, and where the answer was cut.
  ends.reload()
}
