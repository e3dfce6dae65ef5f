/** A dialog over everything, under its name. Its button, Escape and a press beside it close it. */

import type { ComponentChildren, RefObject } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { IconButton } from '../parts/icon-button.tsx'
import { useModal } from '../parts/use-modal.ts'

interface Props {
  name: string
  /** Where whoever fills it finds the dialog itself. */
  at?: RefObject<HTMLDialogElement | null>
  wide?: boolean
  close(): void
  children: ComponentChildren
}

export function Dialog({ name, at, wide = false, close, children }: Props) {
  const own = useRef<HTMLDialogElement>(null)
  const dialog = at ?? own
  const id = useId()
  useModal(dialog, close)
  return (
    <dialog
      ref={dialog}
      class={wide ? 'keys wide' : 'keys'}
      tabindex={-1}
      aria-labelledby={id}
      onClick={event => {
        if (event.target === dialog.current) close()
      }}
    >
      <div>
        <header class="row">
          <h2 id={id}>{name}</h2>
          <IconButton icon="close" label="Close" class="end" onClick={close} />
        </header>
        {children}
      </div>
    </dialog>
  )
}
