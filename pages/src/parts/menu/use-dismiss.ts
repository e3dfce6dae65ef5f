/** Closes what is open when somebody presses Escape or anything outside of it. */

import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

export function useDismiss(ref: RefObject<HTMLElement | null>, close: (how: 'escape' | 'outside') => void) {
  useEffect(() => {
    const press = (event: PointerEvent) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) close('outside')
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // Escape closes one thing: not the drawer around the menu, not the answer that is being written.
      event.preventDefault()
      event.stopPropagation()
      close('escape')
    }
    addEventListener('pointerdown', press)
    addEventListener('keydown', key, { capture: true })
    return () => {
      removeEventListener('pointerdown', press)
      removeEventListener('keydown', key, { capture: true })
    }
  })
}
