/** The line under a finished answer, which opens its figures. */

import { useState } from 'preact/hooks'
import type { Message } from '../../../../workers/protocol/nouns.ts'
import { Icon } from '../icon.tsx'
import { late } from '../late.tsx'
import { doneWords, isMute, muteWords } from './words.ts'

const Figures = late(async () => (await import('../../late/figures.tsx')).FiguresList)

export function Done({ message }: { message: Message }) {
  const [open, setOpen] = useState(false)
  const mute = isMute(message)
  const is = mute ? 'failed' : 'done'
  const line = mute ? (
    <span>
      <b>No answer came.</b> {muteWords(message)}
    </span>
  ) : (
    <span>{doneWords(message)}</span>
  )
  if (!message.figures) {
    return (
      <p class="state" data-is={is}>
        {line}
      </p>
    )
  }
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary class="state" data-is={is}>
        {line}
        <Icon name="on" flip />
      </summary>
      {open && <Figures figures={message.figures} model={message.model ?? ''} />}
    </details>
  )
}
