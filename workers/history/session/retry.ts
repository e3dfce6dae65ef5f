/**
 * When an answer that broke off is resumed. Nothing is tried again that the fault matrix says must not be, and never
 * without end.
 */

import type { ProblemCode } from '../../protocol/problems.ts'
import type { Course } from './course.ts'

/** Tries of one turn in all, whatever they brought (T9). */
const TRIES = 200

/** Milliseconds after its first cut in which a turn is still tried again (T9). */
const LONGEST_MS = 60 * 60_000

/** The stream broke off: the runner crashed, the Tunnel or the host went away, or it went silent. */
const CUT = new Set<ProblemCode>(['interrupted', 'model_failed', 'stalled'])

/** The way to the box is broken, and may mend by itself. */
const AWAY = new Set<ProblemCode>([
  'host_refused',
  'host_offline',
  'host_unreachable',
  'busy',
  'model_loading',
  'history_unavailable',
])

/** The box is away, and nothing of an answer had come: whoever waits for it waits on. */
export const isAway = (code: ProblemCode | undefined): boolean => code !== undefined && AWAY.has(code)

/** Before the first token a stream that broke off is asked for once more, without a wait for the box. */
const ONCE = new Set<ProblemCode>(['interrupted', 'model_failed', 'incomplete'])

/**
 * Is another try due? `begun`: there is something to resume, or there was. What the gateway says before an answer has
 * begun is final: it has tried again already, where that was right.
 */
export function mayRetry(
  code: ProblemCode | undefined,
  by: 'gateway' | 'stream',
  begun: boolean,
  { tries, cutAt }: Course
): boolean {
  if (code === undefined || tries >= TRIES) return false
  if (cutAt !== null && Date.now() - cutAt > LONGEST_MS) return false
  // That is this side's own: it is asked before the gateway is, of a turn that a death or a wait came between.
  if (begun || code === 'history_unavailable') return CUT.has(code) || AWAY.has(code)
  return tries === 0 && by === 'stream' && ONCE.has(code)
}
