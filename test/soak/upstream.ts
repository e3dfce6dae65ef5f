/** What the box sent for a turn, from the demo's diary: the measure of what history may hold. */

import { env } from 'cloudflare:workers'
import type { TurnRun } from './run.ts'

/** What the demo writes down of a request; it runs on Node, so its own type cannot be had here. */
export interface Recorded {
  kind: string
  messages: { role: string; content: string }[]
  arrivedAt: number
  firstTokenAt: number | null
  /** Exactly what was handed to the connection. */
  thinking: string
  content: string
  ended: string | null
  endedAt: number | null
}
export type Diary = Recorded[]

export const readDiary = async (): Promise<Diary> => (await fetch(`${env.DEMO}/_demo/requests`)).json<Diary>()

export const clearDiary = () => fetch(`${env.DEMO}/_demo/requests`, { method: 'DELETE' })

export const slots = async () =>
  (await fetch(`${env.DEMO}/_demo/slots`)).json<{ taken: number; waiting: number }>()

/** The requests for the answer to this question, oldest first. */
export const ofTurn = (diary: Diary, run: TurnRun): Diary =>
  diary.filter(
    ({ kind, messages, arrivedAt }) =>
      kind === 'chat' &&
      messages.findLast(({ role }) => role === 'user')?.content === run.asked.question &&
      !isAskedInVain(run, arrivedAt)
  )

/**
 * The first turn of a chat, sent again after its end to a session that had died since: it asks the box before it has
 * looked whether the turn was answered before, finds that it was, and lets go.
 */
const isAskedInVain = ({ request, viewers }: TurnRun, arrivedAt: number): boolean =>
  request.parent === null && arrivedAt > Math.min(...viewers.map(({ endedAt }) => endedAt))

export interface Sent {
  text: string
  thinking: string
}

const NOTHING: Sent = { text: '', thinking: '' }

/** Runs on longer than this left something in the journal, which is written every two seconds. */
const JOURNALED_MS = 3_500

/**
 * What had been sent after each request. One with a partial answer goes on behind it: that must be what had been sent,
 * or the beginning of it, without white space at its end. One without begins anew, which it may where nothing of text
 * had come, where the cut lay inside thinking, or where the session died before it had written anything down.
 */
export function fold(run: TurnRun, requests: Diary): { steps: Sent[]; wrong: string[] } {
  const wrong: string[] = []
  const steps: Sent[] = []
  /** When the first was sent of what stands: a try that brought nothing more does not make it younger. */
  let since: number | null = null
  for (const [n, { messages, content, thinking, arrivedAt, firstTokenAt }] of requests.entries()) {
    const before = steps.at(-1) ?? NOTHING
    const last = messages.at(-1)
    const prefill = last?.role === 'assistant' ? last.content : null
    if (prefill !== null) {
      if (!before.text.startsWith(prefill) || prefill.trimEnd() !== prefill || prefill === '')
        wrong.push(`[T8] it went on from ${tail(prefill)} where ${tail(before.text)} had been sent`)
      steps.push({ text: prefill + content, thinking: before.thinking + thinking })
      since ??= firstTokenAt
      continue
    }
    const previous = requests[n - 1]
    if (previous !== undefined && before.text.trim() !== '' && !mayBeginAnew(run, previous, since, arrivedAt))
      wrong.push(`[T8] it began anew though ${before.text.length} of text had been sent`)
    steps.push({ text: content, thinking })
    since = firstTokenAt
  }
  return { steps, wrong }
}

function mayBeginAnew(run: TurnRun, previous: Recorded, since: number | null, arrivedAt: number): boolean {
  if (run.asked.alternates) return true
  // A reset destroys what is on its way, all of it perhaps; what somebody has seen had come.
  if (run.deaths.length === 0 && !run.of.stormy) return run.textSeenAt >= arrivedAt
  return since === null || (previous.endedAt ?? Date.now()) - since < JOURNALED_MS
}

const tail = (text: string): string => JSON.stringify(text.slice(-40))
