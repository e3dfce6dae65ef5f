/** The top of what is shown: more of the chat comes as the reader comes near, and for keys there is a button. */

import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Chat } from '../../state/chat.ts'
import { hasEarlier } from '../../state/tree.ts'
import { Words } from '../words.tsx'
import { atEnd } from './pin.ts'

/** Pixels from the top at which more is wanted. */
const NEAR = '400px 0px 0px'

interface Props {
  chat: Chat
  scroller: RefObject<HTMLElement | null>
  hidden: number
  more(): Promise<void>
}

export function Earlier({ chat, scroller, hidden, more }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const fetching = chat.fetching.value?.what === 'earlier' ? chat.fetching.value : null
  const wanted = hidden > 0 || hasEarlier(chat.path.value)
  const readsEnd = atEnd.value

  useEffect(() => {
    const log = scroller.current
    if (!log || !place.current || !wanted || fetching) return
    // Whoever reads the end of a long chat has not asked for its beginning.
    if (readsEnd && log.scrollHeight > log.clientHeight) return
    const near = new IntersectionObserver(seen => seen.some(each => each.isIntersecting) && void more(), {
      root: log,
      rootMargin: NEAR,
    })
    near.observe(place.current)
    return () => near.disconnect()
  })

  const press = async () => {
    if (fetching && !fetching.failed) return
    await more()
    // The button may have gone with the last piece; the keys then move what was fetched.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true })
    })
  }

  if (!wanted) return null
  const failed = fetching?.failed
  return (
    <div ref={place} class="earlier">
      {failed !== undefined && (
        <p class="state" data-is="failed" role="alert">
          <span>
            <b>Not fetched.</b> {failed}
          </span>
        </p>
      )}
      <button
        type="button"
        class="btn"
        aria-disabled={fetching !== null && !failed}
        onClick={() => void press()}
      >
        <Words>
          {failed !== undefined
            ? 'Try again'
            : fetching
              ? 'Fetching earlier messages'
              : 'Show earlier messages'}
        </Words>
      </button>
    </div>
  )
}
