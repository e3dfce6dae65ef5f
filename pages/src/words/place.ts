/** What somebody is told who waits for the box: their place, when it is their turn, and what holds it up. */

import type { Place, Risen } from '../../../workers/protocol/turn-state.ts'
import { isolate } from './isolate.ts'
import { about, ordinal, plural } from './numbers.ts'
import { when } from './when.ts'

export interface Told extends Partial<Place> {
  /** The position from which it rose. */
  was?: number
  /** The box is away, and the question is kept until then, in Unix milliseconds: no place is worth a word. */
  until?: number
}

const WHY: Record<Risen, string> = {
  cut: 'an answer that broke off goes on first',
  loaded: 'somebody who has had no turn yet wants the model that is loaded',
  older: 'somebody who has waited longer goes first',
  back: 'somebody who could not be reached is in the queue again',
  host: 'one of the boxes has gone away',
}

const UNKNOWN = 'Waiting for the box'
const BACK = 'Waiting for the box to come back'
const NEXT = 'You are next'

const nameOf = (position: number) => (position === 1 ? 'next' : ordinal(position))

/** The place alone, in a sentence: `You are 3rd.` */
export function standing({ position, until }: Told): string {
  if (until !== undefined) return `${BACK}.`
  return position === undefined ? `${UNKNOWN}.` : `You are ${nameOf(position)}.`
}

/** How one waits no longer: the button, wherever it stands. */
export const leaveName = ({ until }: Told): string =>
  until === undefined ? 'Leave the queue' : 'Take it back'

/** `agoMs`: milliseconds since it was told. An estimate that has run out is not repeated. */
export function placeWords(place: Told, agoMs: number): { first: string; rest: string } {
  const left = (ms = 0) => Math.max(0, ms - agoMs)
  if (place.until !== undefined) return { first: standing(place), rest: `Kept until ${when(place.until)}.` }
  const rise = riseOf(place)
  if (rise) return { first: rise.first, rest: `${rise.rest}. ${sentence(wait(left(place.aboutMs)))}`.trim() }
  return {
    first: standing(place),
    rest: heldUp(place, left) ?? sentence(before(place), wait(left(place.aboutMs))),
  }
}

/** What a screen reader is told of a place that is news. */
export function placeHeard(place: Told): string {
  if (place.until !== undefined) return BACK
  const rise = riseOf(place)
  if (rise) return `${rise.first} ${rise.rest}`
  if (place.position === undefined) return UNKNOWN
  return place.position === 1 ? NEXT : `Waiting in the queue, ${ordinal(place.position)}`
}

function riseOf({ position, was, why }: Told) {
  if (position === undefined || was === undefined) return null
  const reason = why ? `: ${WHY[why]}` : ''
  return { first: `You are ${nameOf(position)},`, rest: `and were ${nameOf(was)}${reason}` }
}

/** Why nobody begins just now, where the box is busy with something that is no answer. */
function heldUp(place: Told, left: (ms?: number) => number): string | null {
  const { position = 1, aboutMs, changingTo, drainsMs } = place
  if (drainsMs !== undefined) {
    const reads = 'The box is still reading a question that was stopped'
    // Behind others it is their turn that this is about.
    if (position === 1) return sentence(reads, wait(left(drainsMs), 'briefly'))
    return `${sentence(before(place), wait(left(aboutMs)))} ${reads}.`.trim()
  }
  if (changingTo === undefined) return null
  return sentence(`The box is changing to ${isolate(changingTo)}`, wait(left(aboutMs), 'briefly'))
}

const before = ({ position = 1, ahead = 0 }: Told) =>
  position > 1 && ahead > 0 ? `${plural(ahead, 'person', 'people')} before you` : ''

const wait = (ms: number, how?: 'briefly') => (ms > 0 ? about(ms, how) : '')

/** The parts that there are, as one sentence. */
function sentence(...parts: string[]): string {
  const words = parts.filter(Boolean).join(', ')
  return words && `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
