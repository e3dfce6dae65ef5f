/** What this device has of its own, from before somebody signed in on it, may come along. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { takeAlong } from '../../wire/me.ts'
import { plural } from '../../words/numbers.ts'
import { outcome } from './passkey.ts'

/** Milliseconds before those are asked for again in which an answer is being written. */
const AGAIN_MS = 3_000

interface Props {
  /** Chats that are left. */
  count: number
  /** Some have come. */
  taken(): void
}

export function Before({ count, taken }: Props) {
  const [words, setWords] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const gone = useRef(false)
  useEffect(() => () => void (gone.current = true), [])
  const take = async () => {
    if (busy) return
    setBusy(true)
    for (let left = count; left > 0 && !gone.current;) {
      const answer = outcome(await takeAlong())
      if (!answer.ok) {
        setWords(answer.why)
        break
      }
      left = answer.value.left
      if (left === 0 || answer.value.taken > 0) continue
      setWords('An answer is still being written there. It comes along when that has ended.')
      await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
    }
    setBusy(false)
    taken()
  }
  return (
    <div class="notice">
      <p>
        This device has {plural(count, 'chat', 'chats')} of its own.{' '}
        {count === 1 ? 'It stays here, and is' : 'They stay here, and are'} back when you sign out.
      </p>
      {words && <p class="small">{words}</p>}
      <button type="button" class="btn" onClick={() => void take()}>
        Take {count === 1 ? 'it' : 'them'} along
      </button>
    </div>
  )
}
