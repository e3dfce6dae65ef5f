/** The Markdown renderer, which comes beside the first screen. Where it is late or lost, an answer is shown as it was written. */

import { signal } from '@preact/signals'
import { partIsGone } from '../../state/outdated.ts'
import { wake } from '../../state/wake.ts'
import { chunk } from '../../wire/chunk.ts'
import type { Reader } from '../../wire/flow.ts'
import { plain } from './plain.ts'

type Make = (place: HTMLElement) => Reader

/** Milliseconds for which a chat waits to be drawn, so that nothing on it moves; after that its bare text is better. Where it is lost, nobody waits. */
const PATIENCE_MS = 6_000

/** `coming`: no answer is drawn yet. `late`: they are drawn plainly. */
export const renderer = signal<'coming' | 'late' | 'here'>('coming')

let make: Make = plain
let asked = false

const late = () => {
  if (renderer.peek() === 'coming') renderer.value = 'late'
}

const code = chunk(
  () => Promise.all([import('../../markdown/index.ts'), import('../../markdown/schedule.ts')]),
  wake,
  late
)

/** Fetches it, unless it is here or on its way. */
export function fetchRenderer() {
  if (asked) return
  asked = true
  setTimeout(late, PATIENCE_MS)
  void code().then(
    ([{ markdown }, { paced }]) => {
      make = place => paced(markdown(place))
      renderer.value = 'here'
    },
    // The next answer that needs it asks again.
    () => {
      asked = false
      partIsGone()
    }
  )
}

/** Draws into `place` as well as can be done now. */
export const drawInto: Make = place => make(place)
