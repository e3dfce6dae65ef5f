/** How a turn's end is told to whoever asked. */

import { problem } from '../../protocol/problems.ts'
import type { Answer, Ending } from './answer.ts'
import { tooLong } from './prompt.ts'
import { brokenOff } from './try.ts'

/** Who has stopped a turn. */
export type StoppedBy = 'visitor' | 'owner'

/** `over`: tokens by which the question alone is too long. */
export function toldAs(
  ending: Ending,
  answer: Answer,
  { stoppedBy, over }: { stoppedBy: StoppedBy | null; over: number }
): Ending {
  if (ending.status === 'stopped' && stoppedBy === 'owner') return brokenOff(answer, problem('ended'))
  return ending.problem?.code === 'too_long' && over > 0
    ? { ...ending, problem: problem('too_long', { message: tooLong(over) }) }
    : ending
}
