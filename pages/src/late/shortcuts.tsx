/** The list of keys. */

import { Dialog } from './dialog.tsx'

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
  return (
    <Dialog name="Keys" close={close}>
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
    </Dialog>
  )
}
