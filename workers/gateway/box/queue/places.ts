/** Where everybody stands, as each of them is told. */

import type { Place, Risen } from '../../../protocol/turn-state.ts'
import type { Told } from '../around.ts'
import { foresee } from './foresee.ts'
import { order } from './order.ts'
import type { Picture } from './picture.ts'
import type { Row } from './waiting.ts'

/** By how much an estimate must have changed to be told again: less is no news to whoever waits. */
const NEWS = 0.1

/** The place of each turn that stands in the queue and can be told one, the next first. */
export function places(picture: Picture): Map<string, Place> {
  const found = new Map<string, Place>()
  if (picture.rows.size === 0) return found
  const { hosts, now } = picture
  const changing = changingTo(picture)
  const drains = hosts.map(host => host.drainingUntil - now).filter(ms => ms > 0)
  for (const [waiter, { ahead, aboutMs }] of foresee(picture)) {
    const turn = picture.rows.get(waiter)?.turn
    if (turn === undefined) continue
    found.set(turn, {
      position: ahead + 1,
      ahead,
      aboutMs: Math.round(aboutMs),
      ...(changing !== undefined && { changingTo: changing }),
      ...(drains.length === hosts.length && { drainsMs: Math.round(Math.min(...drains)) }),
    })
  }
  return found
}

/** The model that is being loaded for somebody, or that the slots of a full host are waited for to be loaded. */
function changingTo(picture: Picture): string | undefined {
  const loading = picture.hosts.find(({ loadedAt, loaded }) => picture.now < loadedAt && loaded.length > 0)
  if (loading !== undefined) return loading.loaded.at(-1)
  const [idle] = order(picture).idle
  const host = picture.hosts.find(({ name }) => name === idle)
  if (host === undefined) return undefined
  const next = picture.waiting.filter(one => !host.loaded.includes(one.model))
  return next.toSorted((a, b) => a.arrival - b.arrival)[0]?.model
}

/** No host that could serve it is well. */
export const isAway = ({ model }: Row, { hosts }: Picture): boolean =>
  !hosts.some(({ well, models }) => well && models.includes(model))

/** How the queue stands: who begins in which order, and how many hosts are well. */
export interface Standing {
  order: readonly Row[]
  well: number
}

/** The place with why it is worse than what was told before; null where it is no news. */
export function newsOf(
  row: Row,
  place: Place | null,
  told: Told | null,
  now: Standing
): { place: Place | null } | null {
  if (told === null) return { place }
  const before = told.place
  if (place === null || before === null) return place === before ? null : { place }
  const risen = place.position > before.position
  if (!risen && isSame(place, before)) return null
  return {
    place: risen ? { ...place, why: why(row, now.order.slice(0, place.ahead), told, now.well) } : place,
  }
}

/** Whoever came to stand before it last is why. Where nobody did, those who stood there already are served otherwise. */
function why({ arrival = 0 }: Row, before: readonly Row[], told: Told, well: number): Risen {
  const came = before.filter(row => cameAt(row) >= told.at)
  const [last] = came.toSorted((a, b) => cameAt(b) - cameAt(a))
  if (last?.resumes) return 'cut'
  if (last !== undefined) return last.notBefore === undefined ? 'loaded' : 'back'
  if (well < told.well) return 'host'
  return before.some(row => (row.arrival ?? 0) > arrival) ? 'loaded' : 'older'
}

/** When it came to stand where it does. */
const cameAt = ({ since, notBefore = 0 }: Row): number => Math.max(since, notBefore)

const isSame = (a: Place, b: Place): boolean =>
  a.position === b.position &&
  a.changingTo === b.changingTo &&
  (a.drainsMs === undefined) === (b.drainsMs === undefined) &&
  Math.abs(a.aboutMs - b.aboutMs) <= NEWS * b.aboutMs
