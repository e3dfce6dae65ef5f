/** For whoever comes with the keyboard: past the chats, to the message box. */

import { focusComposer } from '../parts/composer/focus.ts'

export const Skip = () => (
  <button type="button" class="skip btn" onClick={focusComposer}>
    Skip to the message box
  </button>
)
