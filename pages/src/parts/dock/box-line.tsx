/** The box's own line: how it is while it has nothing to do with you. */

import type { Status } from '../../../../workers/protocol/nouns.ts'
import { status, unreachable } from '../../state/box.ts'
import { busyWords } from '../../words/busy.ts'
import { list } from '../../words/numbers.ts'
import { when } from '../../words/when.ts'
import { isolate } from '../../words/isolate.ts'
import { boxWords } from '../trouble-words.ts'
import { Words } from '../words.tsx'
import { Clipped } from './clipped.tsx'

export function BoxLine() {
  const { is, first, rest, told } = wordsOf(status.value, unreachable.value)
  return (
    <p class="state" data-is={is}>
      <Clipped whole={[first, told, rest].filter(Boolean).join(' ')}>
        <Words as="b">{first}</Words>
        {told && (
          <>
            {' '}
            <Words as="bdi">{told}</Words>
          </>
        )}
        {rest && (
          <>
            {' '}
            <Words>{rest}</Words>
          </>
        )}
      </Clipped>
    </p>
  )
}

interface Saying {
  is: 'ready' | 'busy' | 'loading' | 'away' | 'failed' | 'unknown'
  first: string
  rest?: string
  /** What the owner says, in words of their own. */
  told?: string
}

function wordsOf(now: Status | null, lost: boolean): Saying {
  if (lost)
    return { is: 'away', first: 'Burrow cannot be reached.', rest: 'You can still read what is here.' }
  // Before the first answer the line keeps its place and says nothing.
  if (!now) return { is: 'unknown', first: '' }
  if (now.paused) {
    const { message } = now.paused
    return { is: 'away', first: 'Paused by the owner.', rest: 'You can still read.', told: message }
  }
  switch (now.box) {
    case 'offline':
      return { is: 'away', ...offlineWords(now) }
    case 'misconfigured':
      return { is: 'failed', first: boxWords(now), rest: 'Only the owner can mend it.' }
    case 'loading':
      return { is: 'loading', ...loadingWords(now) }
    case 'ready':
      return readyWords(now)
  }
}

function offlineWords({ since }: Status) {
  const can = 'You can still read and write.'
  // A gateway that is older than the page does not say since when.
  if (since === undefined) return { first: 'The box is offline.', rest: can }
  return { first: 'The box is offline', rest: `since ${when(since)}. ${can}` }
}

/** Who asked for it is not counted: nothing is being written. */
function loadingWords({ loading, queue }: Status) {
  const first = loading === undefined ? 'Loading a model.' : `Loading ${isolate(loading)}.`
  return queue > 0 ? { first, rest: busyWords(0, queue) } : { first }
}

function readyWords({ demo, answering, queue, loaded, problem }: Status): Saying {
  if (problem) return { is: 'failed', first: problem.message, rest: 'Only the owner can mend it.' }
  if (demo) return { is: 'ready', first: 'Demo.', rest: 'No Ollama answers here; a stand-in writes.' }
  if (queue > 0 || answering > 0) return { is: 'busy', first: 'Busy.', rest: busyWords(answering, queue) }
  if (loaded.length === 0)
    return { is: 'ready', first: 'Ready.', rest: 'A model is loaded with the first question.' }
  return {
    is: 'ready',
    first: 'Ready.',
    rest: `${list(loaded.map(isolate))} ${loaded.length === 1 ? 'is' : 'are'} loaded.`,
  }
}
