/** Deletes all that is kept of a visitor. Nothing brings it back, so their name has to be written once. */

import { useState } from 'preact/hooks'
import { announce } from '../../state/announce.ts'
import { eraseVisitor } from '../../wire/owner.ts'
import { SmallForm } from './small-form.tsx'
import { change } from './view.ts'

export function EraseForm({ who, close }: { who: string; close(): void }) {
  const [written, setWritten] = useState('')
  const [busy, setBusy] = useState(false)
  const sure = written.trim() === who
  const act = async () => {
    setBusy(true)
    // Nothing is shown as gone before it is.
    const done = await change(
      view => view,
      () => eraseVisitor(who)
    )
    setBusy(false)
    if (!done) return
    announce('Their data is deleted')
    close()
  }
  return (
    <SmallForm
      name={`Delete the data of ${who}`}
      deed="Delete for good"
      alarm
      busy={busy || !sure}
      act={() => void act()}
      close={close}
    >
      <p>All their chats, keys and passkeys are deleted, and nothing brings them back.</p>
      <label>
        Write <bdi>{who}</bdi> to make sure
        <input
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={written}
          onInput={({ currentTarget }) => setWritten(currentTarget.value)}
        />
      </label>
    </SmallForm>
  )
}
