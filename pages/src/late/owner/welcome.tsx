/** What the owner tells whoever begins a chat. */

import { useId, useState } from 'preact/hooks'
import { OWNER_TEXT_CHARS } from '../../../../workers/protocol/owner.ts'
import { announce } from '../../state/announce.ts'
import { set } from './apply.ts'
import { Section } from './section.tsx'

export function Welcome({ welcome }: { welcome: string }) {
  const id = useId()
  /** Null while nothing is being written that was not kept. */
  const [draft, setDraft] = useState<string | null>(null)
  const idle = draft === null || draft === welcome
  const submit = async (event: Event) => {
    event.preventDefault()
    if (idle || !(await set({ welcome: draft }))) return
    setDraft(now => (now === draft ? null : now))
    announce('Saved')
  }
  return (
    <Section name="Welcome text">
      <form onSubmit={event => void submit(event)}>
        <p id={id} class="soft">
          It stands above the message box of an empty chat, as plain text. Empty for none.
        </p>
        <textarea
          aria-label="Welcome text"
          aria-describedby={id}
          dir="auto"
          rows={3}
          maxLength={OWNER_TEXT_CHARS}
          value={draft ?? welcome}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
        <div class="row">
          <button type="submit" class="btn" aria-disabled={idle}>
            Save<span class="unseen"> the welcome text</span>
          </button>
          <span class="small soft">
            {(draft ?? welcome).length} of {OWNER_TEXT_CHARS} characters
          </span>
        </div>
      </form>
    </Section>
  )
}
