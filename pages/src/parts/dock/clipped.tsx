/** Words that may be longer than there is room for: two lines of them, and all of them for who asks. */

import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

interface Props {
  /** All of it, for the mouse. */
  whole: string
  children: ComponentChildren
}

export function Clipped({ whole, children }: Props) {
  const words = useRef<HTMLSpanElement>(null)
  const [clipped, setClipped] = useState(false)
  const [open, setOpen] = useState(false)
  useLayoutEffect(() => {
    const place = words.current
    if (!place) return
    const look = new ResizeObserver(() => setClipped(place.scrollHeight > place.clientHeight + 1))
    look.observe(place)
    return () => look.disconnect()
  }, [whole])
  return (
    <>
      <span ref={words} class={open ? undefined : 'two-lines'} title={clipped ? whole : undefined}>
        {children}
      </span>
      {(clipped || open) && (
        <button type="button" class="bare" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Less' : 'All'}
        </button>
      )}
    </>
  )
}
