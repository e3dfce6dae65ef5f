/** Mounts the end of a long chat, and more of it as the reader comes to the top; what is not held yet is fetched. */

import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from '../../state/chat.ts'
import { fetchEarlier } from '../../state/earlier.ts'
import { type Exchange, exchanges } from '../../state/tree.ts'

/** Exchanges mounted at once: 50 messages lay out in a tenth of the time that 2,000 take. */
const STEP = 25

const parentOf = (each: Exchange | undefined) => each?.question.message.parent

export interface Window {
  shown: readonly Exchange[]
  /** Exchanges that are held and not mounted. */
  hidden: number
  /** Shows earlier ones; what is being read stays where it is. */
  more(): Promise<void>
}

export function useWindow(chat: Chat, scroller: RefObject<HTMLElement | null>): Window {
  const all = exchanges(chat.path.value)
  /** What the first that is mounted answers to: the same whichever of its versions is shown. */
  const from = useRef<string | null | undefined>(undefined)
  const [mounts, setMounts] = useState(0)
  /** How far the end was before more was mounted; the reader stays that far from it. */
  const below = useRef<number | null>(null)

  let hidden = all.findIndex(each => parentOf(each) === from.current)
  if (hidden === -1) {
    hidden = Math.max(0, all.length - STEP)
    from.current = parentOf(all[hidden])
  }

  const mount = () => {
    const log = scroller.current
    const held = exchanges(chat.path.peek())
    const first = held.findIndex(each => parentOf(each) === from.current)
    if (!log || first < 1) return
    below.current = log.scrollHeight - log.scrollTop
    from.current = parentOf(held[Math.max(0, first - STEP)])
    setMounts(count => count + 1)
  }

  useLayoutEffect(() => {
    const log = scroller.current
    if (log && below.current !== null) log.scrollTop = log.scrollHeight - below.current
    below.current = null
  }, [mounts])

  return {
    shown: all.slice(hidden),
    hidden,
    async more() {
      if (hidden === 0) await fetchEarlier(chat)
      mount()
    },
  }
}
