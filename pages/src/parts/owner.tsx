/** The owner's page where a chat would stand. What is in it comes when it is first shown. */

import { current } from '../state/chat.ts'
import { isOwner } from '../state/owner.ts'
import { drawerOpen } from '../state/sidebar.ts'
import { Outdated } from './dock/outdated.tsx'
import { ToastPlace } from './dock/toast.tsx'
import { late } from './late.tsx'

const Owner = late(async () => (await import('../late/owner/owner.tsx')).Owner)

export const OwnerTitle = () => (
  <>
    <h1>Box</h1>
    {isOwner.value && <span class="small soft clip">Only the owner sees this page.</span>}
  </>
)

export const OwnerPage = () => (
  <>
    <div class="scroll" tabindex={0} role="region" aria-label="Box">
      <Owner />
    </div>
    <div class="dock column">
      {!drawerOpen.value && <ToastPlace />}
      <Outdated chat={current.value} />
    </div>
  </>
)
