/** What the model thought first: open while it thinks, folded once it speaks, the reader's to open again. */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../../../workers/protocol/nouns.ts'
import { flowOf } from '../../state/flows.ts'
import type { Live } from '../../state/live.ts'
import { thoughtOf } from '../../state/thought.ts'
import { seconds } from '../../words/numbers.ts'
import { Icon } from '../icon.tsx'
import { Words } from '../words.tsx'
import { Body } from './body.tsx'
import { pinned } from './pin.ts'
import { isMute } from './words.ts'

export function Thought({ message, live }: { message: Message; live: Live | null }) {
  const thinking = live !== null && !live.has.text.value
  // Where nothing was said, what was thought is all there is.
  const open = thinking || (live === null && isMute(message))
  const fold = useRef<HTMLDetailsElement>(null)
  // What is folded from the start is not drawn before somebody asks for it.
  const [wanted, setWanted] = useState(open)
  useEffect(() => {
    // Whoever has gone elsewhere may be reading it: it is not closed under their eyes.
    if (fold.current && (open || pinned.peek())) fold.current.open = open
  }, [open])
  return (
    <details ref={fold} class="thought" onToggle={event => event.currentTarget.open && setWanted(true)}>
      <summary>
        <Words>{thinking ? 'Thinking' : saidOf(message)}</Words> <Icon name="on" flip />
      </summary>
      {wanted && <Body flow={flowOf(message, 'thinking')} live={thinking} />}
    </details>
  )
}

function saidOf(message: Message): string {
  const thought = thoughtOf(message)
  if (!thought) return 'Thought first'
  return `Thought for ${thought.guessed ? 'about ' : ''}${seconds(Math.max(1, thought.seconds))}`
}
