/** Closes what is open when somebody presses Escape, or anything outside of all of its places. */

import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { composing } from '../composing.ts'

export function useDismiss(
  places: RefObject<HTMLElement | null>[],
  close: (how: 'escape' | 'outside') => void
) {
  // What is closed must not take the next key, which may come before the next frame.
  useLayoutEffect(() => {
    const press = (event: PointerEvent) => {
      const { target } = event
      const inside = places.some(({ current }) => target instanceof Node && current?.contains(target))
      if (!inside) close('outside')
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || composing(event)) return
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
