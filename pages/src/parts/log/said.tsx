/** What was said, in one piece, or in several where it was cut and went on. */

import { useMemo } from 'preact/hooks'
import type { Message } from '../../../../workers/protocol/nouns.ts'
import { flowOf } from '../../state/flows.ts'
import { Flow } from '../../wire/flow.ts'
import { Body } from './body.tsx'
import { splitAtSeams } from './seams.ts'

const NONE: number[] = []

export function Said({ message, live }: { message: Message; live: boolean }) {
  const { text, seams = NONE } = message
  const pieces = useMemo(
    () => (seams.length > 0 ? splitAtSeams(text, seams).map(piece => new Flow(piece, true)) : []),
    [text, seams]
  )
  if (pieces.length < 2) return <Body flow={flowOf(message, 'text')} live={live} />
  return pieces.map((flow, at) => (
    <>
      {at > 0 && <p class="seam">Cut here, and continued.</p>}
      <Body key={at} flow={flow} live={false} />
    </>
  ))
}
