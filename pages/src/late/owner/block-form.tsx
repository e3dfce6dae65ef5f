/** Blocks a visitor: from now on what they ask is refused, and they are told so. */

import { useState } from 'preact/hooks'
import { block } from '../../wire/owner.ts'
import { withBlocked } from './apply.ts'
import { SmallForm } from './small-form.tsx'
import { byBurrow, change } from './view.ts'

export function BlockForm({ who, close }: { who: string; close(): void }) {
  const [address, setAddress] = useState(false)
  const act = () => {
    close()
    void change(withBlocked(who, byBurrow(Date.now())), () => block(who, address))
  }
  return (
    <SmallForm name={`Block ${who}`} deed="Block" act={act} close={close}>
      <p>What they ask is refused from now on. They may still read, and are told that it is you.</p>
      <label class="tick">
        <input
          type="checkbox"
          checked={address}
          onChange={({ currentTarget }) => setAddress(currentTarget.checked)}
        />
        Also newcomers from their address until midnight
      </label>
    </SmallForm>
  )
}
