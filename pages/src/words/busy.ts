/** What the box is doing for everybody, while it is at work. */

import { count } from './numbers.ts'

/** `One answer is being written, 2 people are waiting.` */
export function busyWords(answering: number, waiting: number): string {
  // A gateway that is older than the page does not count what is being answered.
  if (!(answering > 0)) return `${waitingWords(waiting, 'One person', 'Nobody')}.`
  const answers = answering === 1 ? 'One answer is' : `${count(answering)} answers are`
  return `${answers} being written, ${waitingWords(waiting, 'one person', 'nobody')}.`
}

function waitingWords(n: number, one: string, none: string): string {
  if (n > 1) return `${count(n)} people are waiting`
  return `${n === 1 ? one : none} is waiting`
}
