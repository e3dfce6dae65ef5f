/** A question in its place: what it is about, a way on, and a way back by its button or Escape. */

import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { composing } from '../../parts/composing.ts'

interface Props {
  name: string
  /** What is done, on its button. */
  deed: string
  alarm?: boolean
  busy?: boolean
  act(): void
  close(): void
  children: ComponentChildren
}

export function SmallForm({ name, deed, alarm = false, busy = false, act, close, children }: Props) {
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    // Whoever opened it is led into it, and back to where it was opened.
    const opener = document.activeElement
    form.current?.querySelector<HTMLElement>('textarea, input, button')?.focus()
    return () => {
      const inside = form.current?.contains(document.activeElement)
      if (inside && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [])
  return (
    <form
      ref={form}
      aria-label={name}
      onSubmit={event => {
        event.preventDefault()
        if (!busy) act()
      }}
      onKeyDown={event => {
        if (event.key !== 'Escape' || composing(event)) return
        event.preventDefault()
        close()
      }}
    >
      {children}
      <div class="row wrap">
        <button type="submit" class={alarm ? 'btn alarm' : 'btn main'} aria-disabled={busy}>
          {deed}
        </button>
        <button type="button" class="btn" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  )
}
