/** The owner's code, which makes somebody with a passkey the owner. */

import { useId, useState } from 'preact/hooks'
import { OWNER_CODE_CHARS } from '../../../../workers/protocol/owner.ts'
import { announce } from '../../state/announce.ts'
import { enrol } from '../../wire/owner.ts'
import { look, reason } from './view.ts'

/** Burrow does not say which of these it is. */
const REFUSED = 'That did not work. The code may be wrong, used already, or tried too often this hour.'

export function EnrolForm() {
  const id = useId()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const idle = busy || code.trim() === ''
  const submit = async (event: Event) => {
    event.preventDefault()
    if (idle) return
    setBusy(true)
    setTrouble(null)
    const answer = await enrol(code.trim())
    if (answer.ok) {
      announce('This page is yours')
      await look()
      // The field has gone.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.sheet h2')?.focus())
    } else setTrouble(answer.problem?.code === 'not_found' ? REFUSED : reason(answer.problem))
    setBusy(false)
  }
  return (
    <form onSubmit={event => void submit(event)}>
      <label for={id}>The owner’s code</label>
      <input
        id={id}
        type="password"
        dir="ltr"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="go"
        maxLength={OWNER_CODE_CHARS.most}
        value={code}
        onInput={({ currentTarget }) => setCode(currentTarget.value)}
      />
      <div>
        <button type="submit" class="btn main" aria-disabled={idle}>
          Enter
        </button>
      </div>
      {trouble && (
        <p class="state" data-is="failed" role="alert">
          <span>{trouble}</span>
        </p>
      )}
    </form>
  )
}
