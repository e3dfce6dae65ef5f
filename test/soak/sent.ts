/** The judgement of a turn by what the box sent for it, and when. */

import { writtenOf } from '../../workers/history/inline-think.ts'
import type { Message } from '../../workers/protocol/nouns.ts'
import { differ } from './differ.ts'
import type { ChatRun, TurnRun } from './run.ts'
import { type Diary, fold, ofTurn, type Sent } from './upstream.ts'

/** A stop closes the upstream within a second (T5); the rest is for a machine that is busy with other things. */
const CLOSED_MS = 1_000 + 1_500

/** A request that was on its way when the turn was stopped may still arrive, and is closed at once. */
const ON_ITS_WAY_MS = 250

/** The text is what the box sent, up to each seam and behind it; all of it where the answer is done. */
export function judgeText(run: TurnRun, answer: Message, all: Diary): string[] {
  const requests = wasAskedInVain(run, answer, all) ? all.slice(0, -1) : all
  const { steps, wrong } = fold(run, requests)
  const sent = steps.at(-1) ?? { text: '', thinking: '' }
  const { text, thinking } = writtenApart(answer)
  const { status, problem } = answer
  // Burrow lets go of what it cannot read as well, and the stop may find the turn at that end. Were it gone on with behind
  // the stop, the box would have been asked once more, which `judgeTimes` sees.
  if (status !== 'stopped' && problem?.code !== 'unreadable' && wasClosedByStop(run, requests))
    wrong.push('[T5] a stop that was answered with yes did not outlive its session')
  if (status !== 'done') {
    if (!isBeginning(text, steps, 'text')) wrong.push(`[T6] history holds ${differ(text, sent.text)}`)
    if (!run.asked.alternates && !isBeginning(thinking, steps, 'thinking'))
      wrong.push(`[T6] history holds the thinking ${differ(thinking, sent.thinking)}`)
    return wrong
  }
  if (text !== sent.text) wrong.push(`[T6] history holds ${differ(text, sent.text)}`)
  // A cut between two thoughts loses the later one, and what goes on does not think again.
  if (thinking !== sent.thinking && !(run.asked.alternates && steps.length > 1))
    wrong.push(`[T6] history holds the thinking ${differ(thinking, sent.thinking)}`)
  if (run.asked.text !== undefined && text !== run.asked.text)
    wrong.push(`[T8] the uninterrupted answer is not ${differ(text, run.asked.text)}`)
  if (requests.at(-1)?.ended !== 'finished')
    wrong.push(`[T10] it is done, and the box did not finish: ${requests.at(-1)?.ended}`)
  return wrong
}

/** As the box sent it: thinking that it wrote into its text stands there. */
function writtenApart(answer: Message): Sent {
  const { inline, thinking = '' } = answer
  return { text: writtenOf(answer), thinking: inline === undefined ? thinking : '' }
}

/**
 * The first turn of a chat, sent again before anybody had seen its end, to a session that had died since: the box is
 * asked anew, and let go of when history turns out to have the answer. What is cut before that did not finish either.
 */
function wasAskedInVain({ request, deaths, of }: TurnRun, answer: Message, requests: Diary): boolean {
  const { text } = writtenApart(answer)
  const [before, last] = [requests.at(-2), requests.at(-1)]
  if (request.parent !== null || (deaths.length === 0 && !of.stormy)) return false
  if (last === undefined || last.ended === 'finished' || last.messages.at(-1)?.role === 'assistant')
    return false
  return (before?.endedAt ?? Number.POSITIVE_INFINITY) <= last.arrivedAt && !last.content.startsWith(text)
}

/**
 * A reset destroys what was on its way, so the last requests may have brought nothing: then white space at the end of
 * what an earlier one brought still stands.
 */
function isBeginning(kept: string, steps: Sent[], kind: keyof Sent): boolean {
  const last = steps.at(-1)?.[kind] ?? ''
  if (last.startsWith(kept)) return true
  return last.startsWith(kept.trimEnd()) && steps.some(step => step[kind].startsWith(kept))
}

/** The stop came while the box was writing: then that is how the turn ended, whatever befell its session later. */
function wasClosedByStop({ stopped, deaths, of }: TurnRun, requests: Diary): boolean {
  if (stopped === null || stopped.late || of.stormy) return false
  const { asked, at } = stopped
  // What a death closed just before the stop is written down about now too.
  if (deaths.some(death => death > asked - ON_ITS_WAY_MS && death < at)) return false
  return requests.some(
    ({ ended, endedAt }) =>
      ended === 'closed by client' && endedAt !== null && endedAt >= asked && endedAt <= at + ON_ITS_WAY_MS
  )
}

/** Every request has ended, and none outlives a stop. */
export function judgeTimes({ asked, stopped }: TurnRun, requests: Diary): string[] {
  const wrong: string[] = []
  const open = requests.filter(({ ended }) => ended === null).length
  if (open > 0) wrong.push(`${open} requests to the box are still open`)
  if (stopped !== null) {
    const after = requests.filter(({ arrivedAt }) => arrivedAt > stopped.at + ON_ITS_WAY_MS).length
    if (after > 0) wrong.push(`[T5] the box was asked ${after} times after a stop`)
    const late = Math.max(0, ...requests.map(({ endedAt }) => (endedAt ?? 0) - stopped.at))
    if (late > CLOSED_MS) wrong.push(`[T5] the box wrote for ${late} ms after a stop`)
  }
  return wrong.map(one => `${one} (${asked.question}, ${asked.model})`)
}

/** One turn at a time in a chat (T3): the box never writes two answers for it. */
export function overlaps(of: ChatRun, diary: Diary): string[] {
  const spans = of.turns.flatMap(run => {
    const requests = ofTurn(diary, run)
    const from = Math.min(...requests.map(({ arrivedAt }) => arrivedAt))
    const to = Math.max(...requests.map(({ endedAt }) => endedAt ?? 0))
    return requests.length === 0 ? [] : [{ from, to, question: run.asked.question }]
  })
  return spans
    .toSorted((one, other) => one.from - other.from)
    .flatMap(({ from, question }, n, all) => {
      const before = all[n - 1]
      return before !== undefined && before.to > from + CLOSED_MS
        ? [`[T3] ${question} was asked ${before.to - from} ms before ${before.question} had ended`]
        : []
    })
}
