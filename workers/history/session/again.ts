/**
 * When an answer that broke off is gone on with. Nothing is tried again that the fault matrix says must not be, and
 * never without end.
 */

import type { ProblemCode } from '../../protocol/problems.ts'

/** Deaths of its session that a turn survives: one that kills its session each time must not do so for ever. */
export const LIVES = 5

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

/** Before the first token a stream that broke off is asked for once more, without a wait for the box. */
const ONCE = new Set<ProblemCode>(['interrupted', 'model_failed', 'incomplete'])

/**
 * Is another try due, the `n`th further one? What the gateway says before an answer has begun is final: it has tried
 * again already, where that was right.
 */
export function goesOn(
  code: ProblemCode | undefined,
  by: 'gateway' | 'stream',
  begun: boolean,
  n: number
): boolean {
  if (code === undefined) return false
  if (begun) return CUT.has(code) || AWAY.has(code)
  return n === 0 && by === 'stream' && ONCE.has(code)
}
