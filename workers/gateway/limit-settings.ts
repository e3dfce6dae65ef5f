/** How much one visitor, and all who come from one address, may ask: the owner's limits, with their units and bounds. */

import * as v from 'valibot'
import { QUESTION_CHARS } from '../protocol/limits.ts'
import type { OwnerLimits } from '../protocol/owner.ts'
import { type Network, parseNetwork } from './networks.ts'
import { List, within } from './setting-kinds.ts'

/** All of a day, in minutes: no limit, for one host. */
const DAY_MINUTES = 24 * 60

/** More than the box could ever answer. */
const MANY = 100_000

/** Networks that an owner lists, and how many times more they may have: bounds that no school reaches. */
const MOST_NETWORKS = 100
const MOST_TIMES = 1_000

const SAMPLE = '192.0.2.0/24=10'

export interface ListedNetwork {
  network: Network
  times: number
}

/** What an owner may set the limits to, here and while Burrow runs; both included. Minutes alone may be no whole number. */
export const BOUNDS = {
  turnsAMinute: { least: 1, most: MANY },
  boxMinutes: { least: 0.01, most: 100 * DAY_MINUTES },
  addressBoxMinutes: { least: 0.01, most: 100 * DAY_MINUTES },
  newVisitorsAnHour: { least: 1, most: MANY },
} as const satisfies Record<keyof OwnerLimits, { least: number; most: number }>

const whole = (usual: number, { least, most }: { least: number; most: number }, unit: string) =>
  v.pipe(within(usual, least, most, unit), v.transform(Math.floor))

const minutes = (usual: number, { least, most }: { least: number; most: number }) =>
  within(usual, least, most, 'minutes')

function parseListed(text: string): ListedNetwork | null {
  const [range = '', factor, ...rest] = text.split('=')
  const network = parseNetwork(range.trim())
  const times = Number(factor)
  return network !== null && rest.length === 0 && times >= 1 && times <= MOST_TIMES
    ? { network, times }
    : null
}

export const LIMITS = {
  TURNS_A_MINUTE: v.pipe(
    whole(10, BOUNDS.turnsAMinute, 'questions'),
    v.description('Questions that one visitor may ask within a minute.')
  ),
  BOX_MINUTES: v.pipe(
    minutes(30, BOUNDS.boxMinutes),
    v.description(
      'Minutes of the box that one visitor may use in a day, which begins at 00:00 UTC: from when a host begins with a question until it has ended with it.'
    )
  ),
  ADDRESS_BOX_MINUTES: v.pipe(
    minutes(360, BOUNDS.addressBoxMinutes),
    v.description(
      'The same of all who come from one address. A household with IPv6 is one address: all with the same first 64 bits.'
    )
  ),
  NEW_VISITORS_AN_HOUR: v.pipe(
    whole(40, BOUNDS.newVisitorsAnHour, 'visitors'),
    v.description(
      'Visitors from one address who may ask their first question within an hour. Whoever has asked in the last 31 days is not new.'
    )
  ),
  ADDRESS_MB: v.pipe(
    within(25, 0.01, 1_000_000, 'megabytes'),
    v.transform(mb => mb * 1_000_000),
    v.description(
      'Megabytes of questions that may be written from one address in a day: of their texts, and 1,500 bytes for each. It bounds how soon whoever comes with ever new cookies fills what is kept of all.'
    )
  ),
  QUESTION_CHARS: v.pipe(
    whole(QUESTION_CHARS, { least: 1, most: QUESTION_CHARS }, 'characters'),
    v.description('The longest question, in characters.')
  ),
  NETWORKS: v.pipe(
    List,
    v.maxLength(MOST_NETWORKS, `has more than ${MOST_NETWORKS} networks`),
    v.mapItems(parseListed),
    v.everyItem(
      listed => listed !== null,
      `has something that is no network with a factor from 1 to ${MOST_TIMES}: write each as ${SAMPLE}`
    ),
    v.transform(all => all as ListedNetwork[]),
    v.description(
      `Networks whose addresses may have more than others, with commas between them, each with how many times more: \`${SAMPLE}\`. It holds of all that is limited by address.`
    )
  ),
}
