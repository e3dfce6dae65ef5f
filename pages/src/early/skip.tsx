/** For whoever comes with the keyboard: past the chats, to the message box or the owner's page. */

import { focusComposer } from '../parts/composer/focus.ts'
import { atOwner } from '../state/route.ts'

export const Skip = () => (
  <button type="button" class="skip btn" onClick={focusComposer}>
    {atOwner.value ? 'Skip to the box' : 'Skip to the message box'}
  </button>
)
