/** The sidebar as a drawer, where there is no room beside the room. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { drawerOpen } from '../state/sidebar.ts'
import { ToastPlace } from './dock/toast.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'
import { useModal } from './use-modal.ts'

const close = () => (drawerOpen.value = false)

export const DrawerGate = () => (drawerOpen.value ? <Drawer /> : null)

function Drawer() {
  const dialog = useRef<HTMLDialogElement>(null)
  useModal(dialog, close)
  useLayoutEffect(() => dialog.current?.focus(), [])
  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-label="Chats"
      tabindex={-1}
      onClick={event => {
        // Only the backdrop is the dialog itself; everything in the drawer is inside of it.
        if (event.target === dialog.current) close()
      }}
    >
      <Sidebar />
      <ToastPlace />
    </dialog>
  )
}
