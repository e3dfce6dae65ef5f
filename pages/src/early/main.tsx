/** Takes the prerendered page over, then asks Burrow for what it cannot know: the chats, the models, the box. */

import { hydrate } from 'preact'
import { announceBox } from '../parts/box-now.ts'
import { COMPOSER_ID } from '../parts/composer/focus.ts'
import { fetchRenderer } from '../parts/log/renderer.ts'
import { announceChats } from '../state/announce.ts'
import { watchBox } from '../state/box.ts'
import { watchBranches } from '../state/branches.ts'
import { watchChats } from '../state/chats.ts'
import { watchDrafts, write } from '../state/drafts.ts'
import { followFeed } from '../state/feed.ts'
import { watchModels } from '../state/models.ts'
import { watchOpenChat } from '../state/open-chat.ts'
import { watchOwner } from '../state/owner.ts'
import { atOwner, watchRoute } from '../state/route.ts'
import { watchSidebar } from '../state/sidebar.ts'
import { recallTheme } from '../state/theme.ts'
import { watchTitle } from '../state/title.ts'
import { watchToast } from '../state/toast.ts'
import { watchWho } from '../state/who.ts'
import { App } from './app.tsx'
import { watchFocus } from './focus.ts'
import { watchKeyboard } from './keyboard.ts'
import { watchKeys } from './keys.ts'

const root = document.getElementById('app')
const field = document.getElementById(COMPOSER_ID)

// Whoever was quicker than this script has begun to write already.
if (field instanceof HTMLTextAreaElement && field.value) write('new', field.value)

// The first drawing must equal the prerendered one; only then does anything look at this browser's memory.
if (root) hydrate(<App />, root)

recallTheme()
watchSidebar()
watchRoute()
// From here on the page itself decides what is to be seen.
delete document.documentElement.dataset.at
watchOpenChat()
watchBranches()
watchDrafts()
watchWho()
watchOwner()
watchTitle()
announceChats()
announceBox()
watchToast()
watchKeys()
watchFocus()
watchKeyboard()
watchBox()
watchModels()
watchChats()
followFeed()
fetchRenderer()

// On a phone this would open the keyboard over the page.
if (!atOwner.peek() && matchMedia('(pointer: fine)').matches) field?.focus()
