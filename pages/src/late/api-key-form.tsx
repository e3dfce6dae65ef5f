/** Makes an API key: what it is for, and a button. */

import { useState } from 'preact/hooks'
import { KEY_NAME_CHARS } from '../../../workers/protocol/keys.ts'
import { composing } from '../parts/composing.ts'

/** `make` says whether there is one now. */
export function ApiKeyForm({ make }: { make(name: string): Promise<boolean> }) {
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '' || busy) return
    setBusy(true)
    if (await make(wanted)) setName('')
    setBusy(false)
  }
  return (
    <form class="row" onSubmit={event => void submit(event)}>
      <input
        dir="auto"
        enterkeyhint="done"
        autocomplete="off"
        aria-label="Name of the program"
        placeholder="Name of the program"
        maxLength={KEY_NAME_CHARS}
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && composing(event)) event.preventDefault()
        }}
      />
      <button type="submit" class="btn main" aria-disabled={name.trim() === '' || busy}>
        Make a key
      </button>
    </form>
  )
}
