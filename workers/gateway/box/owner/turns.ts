/** Turns as an owner sees them, and whose they are: those that have a slot, and those that wait. */

import type { Session } from '../../../protocol/completion.ts'
import type { OwnerTurn } from '../../../protocol/owner.ts'
import type { Lease } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { isAway, places } from '../queue/places.ts'
import type { TurnQueue } from '../queue/turn-queue.ts'
import type { Row, Waiting } from '../queue/waiting.ts'

/** So many are shown: more is no list to look through. */
const SHOWN = 200

export interface Found {
  turn: string
  who?: string
  /** The visitor whose it is; absent of one that cannot be called. */
  visitor?: string
  /** Absent of a program's. */
  session?: Session
  isProgram: boolean
}

interface Known {
  ledger: Ledger
  waiting: Waiting
  queue: TurnQueue
}

/** All that have not ended. */
export const allTurns = ({ ledger, waiting }: Pick<Known, 'ledger' | 'waiting'>): Found[] => [
  ...ledger.leases.filter(isOn).map(ofLease),
  ...waiting.all.map(ofRow),
]

export function shownTurns({ ledger, waiting, queue }: Known): OwnerTurn[] {
  const answering = ledger.leases.filter(isOn).map(lease => ({
    ...seen(ofLease(lease), lease.model),
    state: 'answering' as const,
    since: lease.givenAt ?? lease.provedAt,
  }))
  const picture = queue.draw()
  const standing = places(picture)
  const rows = [...standing.keys()].flatMap(turn => waiting.get(turn) ?? [])
  const others = waiting.all.filter(({ turn }) => !standing.has(turn))
  const waits = [...rows, ...others].map(row => {
    const place = standing.get(row.turn)?.position
    const away = row.held === undefined && isAway(row, picture)
    return {
      ...seen(ofRow(row), row.model),
      state: away ? ('until-back' as const) : ('waiting' as const),
      since: row.since,
      ...(place !== undefined && !away && { place }),
    }
  })
  return [...answering, ...waits].slice(0, SHOWN)
}

const isOn = ({ endedAt }: Lease): boolean => endedAt === undefined

const ofLease = ({ turn, who, session, program }: Lease): Found => {
  const visitor = session?.owner ?? program
  return {
    turn,
    ...(who !== undefined && { who }),
    ...(visitor !== undefined && { visitor }),
    ...(session !== undefined && { session }),
    isProgram: program !== undefined,
  }
}

const ofRow = ({ turn, who, visitor, session }: Row): Found => ({
  turn,
  ...(who !== undefined && { who }),
  visitor,
  ...(session !== undefined && { session }),
  isProgram: session === undefined,
})

const seen = ({ turn, who, isProgram }: Found, model: string) => ({
  turn,
  ...(who !== undefined && { who }),
  model,
  isProgram,
})
