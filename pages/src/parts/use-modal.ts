/** Opens a dialog over everything for as long as it is there. Closed before it goes, it gives back the focus it took. */

import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** `onClose` hears that its reader closed it. Of one that has gone, `close` comes late, when another may be open. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>, onClose: () => void) {
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.addEventListener('close', onClose)
    shown?.showModal()
    return () => {
      shown?.removeEventListener('close', onClose)
      shown?.close()
    }
  }, [])
}
