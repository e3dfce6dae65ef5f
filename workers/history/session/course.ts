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
  /** Tries that brought nothing since text last came. */
  failed: number
  /** Since when it waits for its place, in Unix milliseconds; null where it does not. */
  waiting: number | null
  /** It has waited: that the box goes away when its place comes does not end it. */
  waited: boolean
}

export const UNTROUBLED: Course = {
  lives: 0,
  revivedAt: -1,
  tries: 0,
  cutAt: null,
  failed: 0,
  waiting: null,
  waited: false,
}

/** It waits no more: for how long it did is not counted (T9). */
export const goneOn = (course: Course): Course => {
  const { cutAt, waiting } = course
  if (waiting === null) return course
  return {
    ...course,
    waiting: null,
    waited: true,
    cutAt: cutAt === null ? null : cutAt + Date.now() - waiting,
  }
}

/** One more death survived, by a turn that had reached this position; null if it was one too many. */
export function revived(course: Course, position: number): Course | null {
  const came = position > Math.max(0, course.revivedAt)
  const lives = came ? 1 : course.lives + 1
  const failed = came ? 0 : course.failed
  return lives > LIVES ? null : { ...course, lives, failed, revivedAt: position, tries: course.tries + 1 }
}
