/** Opens a dialog over everything for as long as it is there. Closed before it goes, it gives back the focus it took. */

import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

export function useModal(dialog: RefObject<HTMLDialogElement | null>) {
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
}
