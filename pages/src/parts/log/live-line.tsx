/** The one line that says what the box is doing with this question. */

import type { ComponentChildren } from 'preact'
import type { ProblemCode } from '../../../../workers/protocol/problems.ts'
import type { Chat } from '../../state/chat.ts'
import { useNow } from '../../state/clock.ts'
import { isKept, type Live, type Phase } from '../../state/live.ts'
import { guessRate } from '../../state/rate.ts'
import { online } from '../../state/wake.ts'
import { stop } from '../../state/stop.ts'
import type { Waiting } from '../../state/waiting.ts'
import { isolate } from '../../words/isolate.ts'
import { count, ordinal, rate, seconds } from '../../words/numbers.ts'
import { leaveName, placeWords } from '../../words/place.ts'
import { Words } from '../words.tsx'

/** Seconds without a word of the model's that are worth one of Burrow's. */
const QUIET_S = 12

/** Most dots that are drawn for people before you, whose own is a ring; the words have the figure. */
const MOST_PIPS = 8

export function LiveLine({ chat, live }: { chat: Chat; live: Live }) {
  const now = useNow()
  const phase = live.phase.value
  if (live.stopping.value) return <Line is="stopped" first={stoppingWords(phase)} />
  if (live.away.value) return <Line is="away" {...awayWords(phase, live)} />
  if (phase.state === 'queued') {
    const mark = isKept(phase) ? { is: 'away' } : { is: 'queued', pips: phase.ahead ?? 0 }
    return (
      <Line {...mark} {...wordsOf(phase, live, now)}>
        <button type="button" class="btn" onClick={() => void stop(chat)}>
          {leaveName(phase)}
        </button>
      </Line>
    )
  }
  return <Line is={MARKS[phase.state]} {...wordsOf(phase, live, now)} />
}

const MARKS = {
  sent: 'busy',
  queued: 'queued',
  loading: 'loading',
  reading: 'reading',
  waiting: 'cut',
  thinking: 'thinking',
  writing: 'writing',
} as const satisfies Record<Phase['state'], string>

function stoppingWords(phase: Phase): string {
  if (phase.state !== 'queued') return 'Stopping.'
  return isKept(phase) ? 'Taking it back.' : 'Leaving the queue.'
}

/** Why it is tried again, where whoever refused said so. */
const WHY: Partial<Record<ProblemCode, string>> = {
  busy: 'The box is busy.',
  model_loading: 'The box is still loading the model.',
  host_offline: 'The box is offline.',
  host_refused: 'Ollama does not answer at the box.',
  host_unreachable: 'The box cannot be reached.',
}

/** What goes on at the other end is not known then, and not guessed. */
function awayWords(phase: Phase, live: Live): Saying {
  const first = online() ? 'Burrow cannot be reached.' : 'Your browser is offline.'
  const asking = phase.state === 'sent' && live.phaseWhole
  return { first, rest: asking ? 'Sending your question again.' : 'Looking for your answer again.' }
}

interface Saying {
  first: string
  rest?: string
}

function wordsOf(phase: Phase, live: Live, now: number): Saying {
  const soFar = (now - live.phaseSince) / 1000
  const elapsed = live.phaseWhole && soFar >= 1 ? `${seconds(soFar)} so far` : ''
  const quiet = (now - live.heardAt) / 1000
  const guess = guessRate(live, now)
  switch (phase.state) {
    case 'sent':
      return { first: live.phaseWhole ? 'Sending.' : 'Finding your answer.' }
    case 'queued':
      return waitingWords(phase, now - live.heardAt, elapsed)
    case 'loading':
      return { first: `Loading ${isolate(live.model)}.`, rest: elapsed && `${elapsed}.` }
    case 'reading':
      return { first: 'Reading your question.', rest: elapsed && `${elapsed}.` }
    case 'waiting': {
      const next = `Trying again, ${ordinal(phase.attempt)} of ${count(phase.attempts)}.`
      const first = hasBegun(live) ? 'Interrupted.' : 'No answer has come yet.'
      // A stream that broke off does not say whose fault it was.
      const why = (phase.code && WHY[phase.code]) ?? (hasBegun(live) ? 'The answer broke off.' : '')
      return { first, rest: `${why} ${next}`.trim() }
    }
    case 'thinking':
      if (quiet >= QUIET_S) return { first: 'Thinking.', rest: `Quiet for ${seconds(quiet)}.` }
      return { first: 'Thinking.', rest: elapsed && `${elapsed}${guess ? `, about ${rate(guess)}` : ''}.` }
    case 'writing':
      if (quiet >= QUIET_S) return { first: 'Writing.', rest: `Quiet for ${seconds(quiet)}.` }
      return { first: 'Writing.', rest: guess ? `About ${rate(guess)}.` : elapsed && `${elapsed}.` }
  }
}

/** Where nothing is known of a place, it is said for how long it was waited. */
function waitingWords(phase: Waiting, agoMs: number, elapsed: string): Saying {
  const { first, rest } = placeWords(phase, agoMs)
  const nothing = rest === '' && phase.position === undefined && elapsed !== ''
  return { first, rest: nothing ? `${elapsed}.` : rest }
}

const hasBegun = ({ has }: Live) => has.text.value || has.thinking.value

interface LineProps {
  is: string
  first: string
  rest?: string
  pips?: number
  children?: ComponentChildren
}

const Line = ({ is, first, rest, pips, children }: LineProps) => (
  <footer class="foot fresh">
    <p class="state" data-is={is}>
      {pips !== undefined && (
        <span class="pips" aria-hidden="true">
          {Array.from({ length: Math.min(MOST_PIPS, pips) + 1 }, (_, each) => (
            <i key={each} />
          ))}
        </span>
      )}
      <span>
        <Words as="b">{first}</Words> {rest && <Words>{rest}</Words>}
      </span>
    </p>
    {children}
  </footer>
)
