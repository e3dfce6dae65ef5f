/** What was said in a chat, newest at the end. */

import { useSignalEffect } from '@preact/signals'
import { Fragment, type RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Chat } from '../../state/chat.ts'
import { keyOf } from '../../state/stable-keys.ts'
import { Absent, Coming } from './absent.tsx'
import { Earlier } from './earlier.tsx'
import { Edge, useEdge } from './edge.tsx'
import { pin, pinned, toLatest } from './pin.ts'
import { renderer } from './renderer.ts'
import { Turn } from './turn.tsx'
import { useWindow } from './use-window.ts'

/** Milliseconds after its end in which the last words of an answer and what stands under it are drawn. */
const JUST_MS = 1_000

export function Log({ chat }: { chat: Chat }) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  /** When what is shown last changed by itself: an answer began or ended, the chat or what draws it came. */
  const changedAt = useRef(0)
  useSignalEffect(() => {
    void [chat.live.value, chat.presence.value, renderer.value]
    changedAt.current = performance.now()
  })
  useLayoutEffect(() => {
    const growing = () => chat.live.peek() !== null || performance.now() - changedAt.current < JUST_MS
    return scroller.current && content.current ? pin(scroller.current, content.current, growing) : undefined
  }, [])
  useSignalEffect(() => {
    const live = chat.live.value
    // Whoever asks wants to see the answer. What was asked in another tab takes nobody away from here.
    if (live?.phaseWhole && live.phase.peek().state === 'sent') requestAnimationFrame(toLatest)
  })
  return (
    <div
      ref={scroller}
      class="scroll"
      tabindex={0}
      role="log"
      aria-live="off"
      aria-label="Conversation"
      data-pinned={pinned.value}
    >
      <div ref={content} class="column">
        <Said chat={chat} scroller={scroller} />
      </div>
    </div>
  )
}

function Said({ chat, scroller }: { chat: Chat; scroller: RefObject<HTMLElement | null> }) {
  const { shown, hidden, more } = useWindow(chat, scroller)
  const edge = useEdge(chat)
  // Drawn once and whole: answers that came into their places later would move everything.
  const comes = renderer.value === 'coming' && shown.some(({ answer }) => answer?.message.text)
  const isDrawn = chat.presence.value === 'here' && !comes
  // At once: whoever scrolls before the first frame has left the end, and is not taken back to it.
  useLayoutEffect(() => {
    if (isDrawn && pinned.peek()) toLatest()
  }, [isDrawn])
  if (chat.presence.value !== 'here') return <Absent chat={chat} />
  if (comes) return <Coming />
  return (
    <>
      <Earlier chat={chat} scroller={scroller} hidden={hidden} more={more} />
      {shown.map(({ question, answer }) => (
        <Fragment key={keyOf(question.message.id)}>
          {question.message.id === edge && <Edge />}
          <Turn chat={chat} question={question} answer={answer} />
        </Fragment>
      ))}
      {edge === '' && <Edge />}
    </>
  )
}
