/** What the model thought first: open while it thinks, folded once it speaks, the reader's to open again. */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../../../workers/protocol/nouns.ts'
import { flowOf } from '../../state/flows.ts'
import type { Live } from '../../state/live.ts'
import { thoughtOf } from '../../state/thought.ts'
import { seconds } from '../../words/numbers.ts'
import { Icon } from '../icon.tsx'
import { Body } from './body.tsx'

export function Thought({ message, live }: { message: Message; live: Live | null }) {
  const thinking = live !== null && !live.has.text.value
  const fold = useRef<HTMLDetailsElement>(null)
  // What is folded from the start is not drawn before somebody asks for it.
  const [wanted, setWanted] = useState(thinking)
  useEffect(() => {
    if (fold.current) fold.current.open = thinking
  }, [thinking])
  return (
    <details ref={fold} class="thought" onToggle={event => event.currentTarget.open && setWanted(true)}>
      <summary>
        {thinking ? 'Thinking' : saidOf(message)} <Icon name="on" flip />
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
