/** “Forget me”: what goes, what stays, and, before it is done, how much that is. */

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { plural } from '../../words/numbers.ts'

interface Props {
  /** That Burrow keeps of them, and those that began just now. */
  chats: number
  /** Burrow has their e-mail address. */
  hasEmail: boolean
  forget(): Promise<void>
}

export function ForgetMe({ chats, hasEmail, forget }: Props) {
  const [asked, setAsked] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const keep = () => {
    setAsked(false)
    // It is there again with the next drawing.
    requestAnimationFrame(() => button.current?.focus())
  }
  return (
    <section class="forget" aria-labelledby={id}>
      <h3 id={id}>Forget me</h3>
      <p class="small soft">
        Deletes all your chats, passkeys and API keys
        {hasEmail && ', and your e-mail address, which Access tells Burrow again when you come'}. How much of
        the box you have used stays counted. A backup that the owner has made keeps what it has.
      </p>
      {asked ? (
        <Sure chats={chats} forget={forget} keep={keep} />
      ) : (
        <button ref={button} type="button" class="btn alarm" onClick={() => setAsked(true)}>
          Forget me
        </button>
      )}
    </section>
  )
}

/** It has the focus, and none of its buttons has: what is pressed twice in a moment answers nothing. */
function Sure({ chats, forget, keep }: Pick<Props, 'chats' | 'forget'> & { keep(): void }) {
  const group = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => group.current?.focus(), [])
  return (
    <div ref={group} class="notice" role="group" tabindex={-1} aria-labelledby={id}>
      <p id={id}>{whatGoes(chats)} This cannot be undone.</p>
      <div class="row deeds">
        <button type="button" class="btn" onClick={keep}>
          Cancel
        </button>
        <button type="button" class="btn alarm" onClick={({ detail }) => void (detail > 1 || forget())}>
          Forget me for good
        </button>
      </div>
    </div>
  )
}

function whatGoes(chats: number): string {
  if (chats === 0) return 'You have no chats here. What else there is of you goes for good.'
  const running = 'An answer that is being written is stopped.'
  return `${plural(chats, 'chat goes', 'chats go')} for good, with all that was written there. ${running}`
}
