/** The list of keys. */

import { useRef } from 'preact/hooks'
import { IconButton } from '../parts/icon-button.tsx'
import { useModal } from '../parts/use-modal.ts'

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)
const command = apple ? '⌘' : 'Ctrl '
const shift = apple ? '⇧ ' : 'Shift '

const KEYS: [string, string][] = [
  ['New chat', `${command}${shift}O`],
  ['Show or hide the sidebar', `${command}${shift}S`],
  ['Go to the message box', `${shift}Esc`],
  ['Copy the last answer', `${command}${shift}C`],
  ['Edit the last question, in an empty message box', '↑'],
  ['Stop generating', 'Esc'],
  ['Undo, while a notice offers it', `${command}Z`],
  ['Show these keys', `${command}/`],
]

export function Shortcuts({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useModal(dialog, close)
  return (
    <dialog
      ref={dialog}
      class="keys"
      tabindex={-1}
      aria-labelledby="keys-title"
      onClick={event => {
        if (event.target === dialog.current) close()
      }}
    >
      <div>
        <header class="row">
          <h2 id="keys-title">Keys</h2>
          <IconButton icon="close" label="Close" class="end" onClick={close} />
        </header>
        <dl>
          {KEYS.map(([name, keys]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <kbd>{keys}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  )
}
