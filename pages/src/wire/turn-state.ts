/**
 * What happens to a turn, from a gateway that may be older or newer than the page: a field that the page does not know
 * is passed over, and one that makes no sense is as if it were absent.
 */

import type { ProblemCode } from '../../../workers/protocol/problems.ts'
import type { Place, Risen, TurnState } from '../../../workers/protocol/turn-state.ts'

type Fields = Record<string, unknown>

/** Null where it is no state that this page knows. */
export function parseTurnState(value: unknown): TurnState | null {
  if (typeof value !== 'object' || value === null) return null
  // Each field is looked at before it is used.
  const data = value as Fields
  switch (data.state) {
    case 'queued':
      return { state: 'queued', ...parsePlace(data), ...(isTime(data.until) && { until: data.until }) }
    case 'waiting': {
      const { attempt, attempts, code } = data
      if (typeof attempt !== 'number' || typeof attempts !== 'number') return null
      return { state: 'waiting', attempt, attempts, ...(isCode(code) && { code }) }
    }
    case 'loading':
    case 'reading':
      return { state: data.state }
    default:
      return null
  }
}

/** What is said of a position goes with it; what holds up the box is told without one as well. */
function parsePlace({ position, ahead, why, aboutMs, changingTo, drainsMs }: Fields): Partial<Place> {
  const standing = isCount(position) &&
    position > 0 && { position, ...(isCount(ahead) && { ahead }), ...(isRisen(why) && { why }) }
  return {
    ...standing,
    ...(isTime(aboutMs) && { aboutMs }),
    ...(typeof changingTo === 'string' && changingTo !== '' && { changingTo }),
    ...(isTime(drainsMs) && { drainsMs }),
  }
}

const RISEN: ReadonlySet<unknown> = new Set<Risen>(['cut', 'loaded', 'older', 'back', 'host'])

const isRisen = (value: unknown): value is Risen => RISEN.has(value)
/** One that a newer Burrow has added has no words here, and none are looked for. */
const isCode = (value: unknown): value is ProblemCode => typeof value === 'string'
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isTime = (value: unknown): value is number => Number.isFinite(value) && Number(value) >= 0
