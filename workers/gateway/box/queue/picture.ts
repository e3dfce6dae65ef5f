/** What the order of the queue is drawn from: hosts, slots and questions as they stand at this moment. */

import type { Told } from '../../ollama/client.ts'
import type { Offer } from '../../ollama/offer.ts'
import type { KnownHost } from '../hosts/known-host.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Host, Queue, Run, Waiter } from './order.ts'
import type { Row, Waiting } from './waiting.ts'

/**
 * A slot is granted when so much, in milliseconds, of what a stop left to be read remains: whoever is granted it then
 * waits at the box for that, which is less than what an estimate may be wrong by (Q2).
 */
export const DRAINED_MS = 30_000

export interface Picture extends Queue {
  /** Whose question each of those who wait is. */
  rows: ReadonlyMap<Waiter, Row>
}

interface Known {
  hosts: readonly KnownHost[]
  allowed: readonly string[]
  ledger: Ledger
  waiting: Waiting
}

/** `also`: one more that asks now, whose row is not written yet. */
export function draw({ hosts, allowed, ledger, waiting }: Known, also?: Row): Picture {
  const now = Date.now()
  const all = also === undefined ? waiting.all : [...waiting.all.filter(row => row.turn !== also.turn), also]
  /** What each host has, found once: as many may wait as there are places. */
  const offers = new Map(hosts.map(host => [host, host.knownOffers(allowed)]))
  const slow = all.filter(row => row.arrival !== undefined && row.held === undefined && !late(row, now))
  const rows = new Map(slow.map(row => [waiterOf(row, offers, ledger), row]))
  return {
    now,
    changeMs: Math.max(...hosts.map(host => host.pace.changeMs)),
    waiting: [...rows.keys()],
    hosts: hosts.map(host => hostOf(host, offers, ledger, now)),
    runs: [
      ...ledger.leases.map(({ url, turn, session, program, takesMs }) => ({
        host: url,
        visitor: session?.owner ?? program ?? turn,
        takesMs,
      })),
      ...all.flatMap(row => offeredOf(row, hosts)),
      ...hosts.flatMap(host => drainsOf(host, ledger, now)),
    ],
    rows,
  }
}

const late = ({ notBefore = 0 }: Row, now: number): boolean => now < notBefore

type Offers = ReadonlyMap<KnownHost, Told<Offer[]>>

function waiterOf(row: Row, offers: Offers, ledger: Ledger): Waiter {
  const { visitor, model, arrival = 0, since, resumes, digest } = row
  const began = ledger.began(visitor)
  const hosts = [...offers.keys()]
  const not = hosts.filter(host => !has(offers.get(host), model, digest)).map(({ url }) => url)
  return {
    visitor,
    model,
    arrival,
    since,
    takesMs: Math.max(...hosts.map(host => host.pace.takesMs(model))),
    ...(began !== undefined && { began }),
    ...(resumes && { resumes }),
    ...(not.length > 0 && { not }),
  }
}

const has = (offers: Told<Offer[]> | undefined, model: string, digest: string | undefined): boolean =>
  offers?.ok === true &&
  offers.value.some(one => one.name === model && (digest === undefined || one.digest === digest))

function hostOf(host: KnownHost, known: Offers, ledger: Ledger, now: number): Host {
  const { url, slots, resident, isWell } = host
  const { loaded, loadedAt, grantedAt, drains } = ledger.made(url)
  const offers = known.get(host)
  // What was seen since is truer: its owner uses it too, and what rests leaves memory.
  const { seen } = host
  const settled = Math.max(grantedAt, loadedAt)
  return {
    name: url,
    well: isWell,
    slots,
    room: resident,
    models: offers?.ok ? offers.value.map(({ name }) => name) : [],
    loaded: seen !== undefined && seen.at > settled ? seen.names : loaded,
    loadedAt,
    drainingUntil: slots > 1 ? now : Math.max(now, ...drains.map(({ until }) => until - DRAINED_MS)),
  }
}

const offeredOf = ({ held, visitor, model }: Row, hosts: readonly KnownHost[]): Run[] => {
  const host = hosts.find(({ url }) => url === held?.url)
  return host === undefined ? [] : [{ host: host.url, visitor, takesMs: host.pace.takesMs(model) }]
}

/** Of several slots one drains, and the others are free. */
function drainsOf({ url, slots }: KnownHost, ledger: Ledger, now: number): Run[] {
  if (slots === 1) return []
  return ledger
    .made(url)
    .drains.map(({ until }) => until - DRAINED_MS - now)
    .filter(ms => ms > 0)
    .map((ms, n) => ({ host: url, visitor: `nobody ${n}`, takesMs: ms }))
}
