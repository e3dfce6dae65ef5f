/** What opens over the page beside its button: closed by Escape, by Tab, and by a press anywhere else. */

import type { ComponentChildren, RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { useDismiss } from './use-dismiss.ts'

interface Props {
  /** What it was opened by, and is closed by: a press on that is the button's own affair. */
  button: RefObject<HTMLElement | null>
  /** `back`: the focus belongs to the button again. */
  close(back: boolean): void
  children: ComponentChildren
}

export function Over({ button, close, children }: Props) {
  const whole = useRef<HTMLDivElement>(null)
  useDismiss([whole, button], how => {
    close(how === 'escape')
    if (how === 'escape') return
    // A press on what takes no focus leaves it nowhere.
    requestAnimationFrame(() => document.activeElement === document.body && close(true))
  })
  return (
    <div
      ref={whole}
      class="over"
      onKeyDown={event => {
        // From the button, which is where it opened, the browser goes on to what comes next.
        if (event.key === 'Tab') close(true)
      }}
    >
      {/* On a phone, where a menu comes from below: a press on it means the menu and nothing under it. */}
      <div class="scrim" onClick={() => close(true)} />
      {children}
    </div>
  )
}
