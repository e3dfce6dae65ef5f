/** A turn that waits in the queue, as its viewer has seen it: where it stands, and where it stood before. */

import type { TurnState } from '../../../workers/protocol/turn-state.ts'
import { placeHeard } from '../words/place.ts'

type Queued = Extract<TurnState, { state: 'queued' }>

export type Waiting = Queued & {
  /** The position that was heard last, 0 while none was. Absent where the chat that was opened said that it waits. */
  heard?: number
  /** The position before it rose, until it falls. */
  was?: number
}

/** What a place that is told now means to whoever saw the one before; null where there was none. */
export function waitOn(before: Waiting | null, now: Queued): Waiting {
  const last = before?.heard ?? 0
  // While the box is away no place is shown, so none has risen from it.
  if (now.position === undefined || now.until !== undefined) return { ...now, heard: last }
  const wait: Waiting = { ...now, heard: now.position }
  if (last > 0 && now.position > last) return { ...wait, was: last }
  // It is told again with another estimate, and somebody may still be reading why it rose.
  if (now.position === last && before?.was !== undefined) {
    return { ...wait, was: before.was, ...(before.why && { why: before.why }) }
  }
  return wait
}

/**
 * What of it is worth interrupting somebody who listens: the first place, that it rose, that it is the next, that the box
 * is away, and where it stands once that is back. Else null.
 */
export function newsOf(before: Waiting | null, now: Waiting): string | null {
  const last = before?.heard
  if (last !== undefined && (before?.until === undefined) !== (now.until === undefined))
    return placeHeard(now)
  if (now.until !== undefined) return last === undefined ? placeHeard(now) : null
  if (last === undefined || now.position === undefined) return last === undefined ? placeHeard(now) : null
  const rose = last > 0 && now.position > last
  const isNext = now.position === 1 && last > 1
  return last === 0 || rose || isNext ? placeHeard(now) : null
}
