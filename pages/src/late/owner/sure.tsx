/** A deed that cannot be undone: a second press, on other words, does it. */

import { useState } from 'preact/hooks'
import { Words } from '../../parts/words.tsx'

interface Props {
  label: string
  /** What stands there once it was pressed. */
  sure: string
  /** Whom or what it concerns, for who does not see the row. */
  of: string
  act(button: HTMLElement): void
}

export function Sure({ label, sure, of, act }: Props) {
  const [asked, setAsked] = useState(false)
  return (
    <button
      type="button"
      class={asked ? 'btn alarm' : 'bare'}
      onClick={({ currentTarget, detail }) => {
        // The second half of a double click was meant for the first.
        if (detail > 1) return
        if (asked) act(currentTarget)
        setAsked(!asked)
      }}
      onBlur={() => setAsked(false)}
    >
      <Words>{asked ? sure : label}</Words>
      <span class="unseen"> {of}</span>
    </button>
  )
}
