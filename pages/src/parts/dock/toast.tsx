/** The place of the toast. It is always there, so that a screen reader hears what comes into it. */

import { dismiss, toast, undo } from '../../state/toast.ts'
import { IconButton } from '../icon-button.tsx'
import { Words } from '../words.tsx'

export function ToastPlace() {
  const now = toast.value
  return (
    <div role="status">
      {now && (
        <div class="toast">
          <Words as="p">{now.text}</Words>
          {now.undo && (
            <button type="button" class="btn end" onClick={undo}>
              Undo
            </button>
          )}
          <IconButton icon="close" label="Dismiss" class={now.undo ? '' : 'end'} onClick={dismiss} />
        </div>
      )}
    </div>
  )
}
