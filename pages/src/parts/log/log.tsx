/** What was said in a chat, newest at the end, and the states in which there is nothing to show. */

import { useSignalEffect } from '@preact/signals'
import { Fragment, type RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Chat } from '../../state/chat.ts'
import { load } from '../../state/open-chat.ts'
import { Ghosts } from '../ghosts.tsx'
import { Earlier } from './earlier.tsx'
import { Edge, useEdge } from './edge.tsx'
import { Turn } from './turn.tsx'
import { pin, pinned, toLatest } from './pin.ts'
import { useWindow } from './use-window.ts'
import { keyOf } from '../../state/stable-keys.ts'

export function Log({ chat }: { chat: Chat }) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  useEffect(() => {
    return scroller.current && content.current ? pin(scroller.current, content.current) : undefined
  }, [])
  useSignalEffect(() => {
    // Whoever asks wants to see the answer.
    if (chat.live.value?.phase.peek().state === 'sent') requestAnimationFrame(toLatest)
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
  if (chat.presence.value !== 'here') return <Absent chat={chat} />
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

function Absent({ chat }: { chat: Chat }) {
  switch (chat.presence.value) {
    case 'missing':
      return (
        <div class="absent">
          <h1 class="title">There is no such chat here.</h1>
          <p class="soft">It was deleted, or it belongs to another browser.</p>
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
      return <Ghosts label="Loading the chat" lines={6} />
  }
}
