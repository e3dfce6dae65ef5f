/** The place of the toast. It is always there, so that a screen reader hears what comes into it. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { dismiss, hold, letGo, toast, undo, type Toast } from '../../state/toast.ts'
import { IconButton } from '../icon-button.tsx'
import { Words } from '../words.tsx'

export function ToastPlace() {
  const now = toast.value
  return <div role="status">{now && <Notice key={now} {...now} />}</div>
}

function Notice({ text, undo: offer }: Toast) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    // What was done may have taken away the place where it was done; this is the nearest that is left.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) button.current?.focus({ preventScroll: true })
    })
    return () => {
      cancelAnimationFrame(frame)
      letGo('hovered')
      letGo('focused')
    }
  }, [])
  return (
    <div
      class="toast"
      onPointerEnter={() => hold('hovered')}
      onPointerLeave={() => letGo('hovered')}
      onFocusIn={({ target }) => {
        // After a press of the mouse the focus was only led here, and nobody means anything by it.
        if (target instanceof Element && target.matches(':focus-visible')) hold('focused')
      }}
      onFocusOut={() => letGo('focused')}
    >
      <Words as="p">{text}</Words>
      {offer && (
        <button
          type="button"
          ref={button}
          class="btn end"
          aria-keyshortcuts="Control+Z Meta+Z"
          onClick={undo}
        >
          Undo
        </button>
      )}
      <IconButton icon="close" label="Dismiss" class={offer ? '' : 'end'} onClick={dismiss} />
    </div>
  )
}
