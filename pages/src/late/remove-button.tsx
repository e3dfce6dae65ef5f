/** Removes something for good, which is asked once more, on the same button. Whoever leaves it has thought better of it. */

import { useState } from 'preact/hooks'

interface Props {
  /** What is removed, for whoever does not see its row. */
  name: string
  /** Whether it is being asked: for what is to be said with it. */
  asks?(asked: boolean): void
  remove(): Promise<void>
}

export function RemoveButton({ name, asks, remove }: Props) {
  const [sure, setSure] = useState<'not asked' | 'asked' | 'yes'>('not asked')
  const ask = (asked: boolean) => {
    setSure(asked ? 'asked' : 'not asked')
    asks?.(asked)
  }
  const go = async () => {
    if (sure === 'not asked') return ask(true)
    setSure('yes')
    await remove()
    // It is there still: that was refused.
    ask(false)
  }
  const word = sure === 'not asked' ? 'Remove' : 'Remove for good'
  return (
    <button
      type="button"
      aria-label={`${word} ${name}`}
      class={sure === 'not asked' ? 'bare' : 'btn alarm'}
      aria-disabled={sure === 'yes'}
      // The second press of two in a moment answers nothing that could have been read.
      onClick={({ detail }) => void (sure === 'yes' || detail > 1 || go())}
      onBlur={() => sure === 'asked' && ask(false)}
    >
      {word}
    </button>
  )
}
