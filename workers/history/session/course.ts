/** How a turn has fared; what bounds it must outlive the session. */

/** Deaths of its session that a turn survives without a word of text between: one that kills it each time must not do so for ever. */
const LIVES = 5

export interface Course {
  /** Deaths of the session since text last came. */
  lives: number
  /** The position that it had reached at the last of them. */
  revivedAt: number
  /** Tries after the first, in all. */
  tries: number
  /** When it was cut for the first time, in Unix milliseconds; null if it never was. */
  cutAt: number | null
}

export const UNTROUBLED: Course = { lives: 0, revivedAt: -1, tries: 0, cutAt: null }

/** One more death survived, by a turn that had reached this position; null if it was one too many. */
export function revived(course: Course, position: number): Course | null {
  const lives = position > Math.max(0, course.revivedAt) ? 1 : course.lives + 1
  return lives > LIVES ? null : { ...course, lives, revivedAt: position, tries: course.tries + 1 }
}
