/** The hosts and their health, as an owner sees them: one that is left out holds nobody up. */

import { problem, type ProblemCode } from '../../../protocol/problems.ts'
import type { OwnerHost, OwnerModel } from '../../../protocol/owner.ts'
import type { Memory } from '../../ollama/memory.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { KnownHost } from '../hosts/known-host.ts'
import { loadingAt } from '../hosts/loading.ts'
import { GAP_MS } from '../hosts/look.ts'
import { stateOf } from '../hosts/state-of.ts'
import { isRunning } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Rules } from './rules.ts'

/** Looks at those that are well, and says of the others what was seen last. */
export function shownHosts(hosts: Hosts, ledger: Ledger, requestId?: string): Promise<OwnerHost[]> {
  const present = hosts.present(requestId)
  return Promise.all(
    hosts.all.map(async host => {
      const memory = present.includes(host) ? await look(host, requestId) : null
      return shown(host, hosts.nameOf(host.url), memory, ledger)
    })
  )
}

/** What is in its memory, once it was asked how it is as well. */
async function look(host: KnownHost, requestId: string | undefined): Promise<Memory> {
  const since = Date.now() - GAP_MS
  const [, memory] = await Promise.all([host.versions.since(since, requestId), host.memory(since, requestId)])
  return memory
}

function shown(host: KnownHost, name: string, memory: Memory, ledger: Ledger): OwnerHost {
  const { url, slots, unwellSince: since } = host
  const leases = ledger.leases.filter(lease => lease.url === url)
  const code = faultOf(host)
  const { rate } = host.pace
  const { last, lastTookMs } = host.versions
  const loading = code === null && loadingAt(url, memory, ledger, Date.now()) !== null
  return {
    name,
    state: code !== null ? stateOf(code) : loading ? 'loading' : 'ready',
    ...(code !== null && { problem: problem(code).message }),
    ...(code !== null && since !== null && { since }),
    answering: leases.filter(isRunning).length,
    slots,
    loaded: [...(memory ?? [])].map(([model, { bytes }]) => ({ name: model, bytes })),
    ...(rate !== null && { rate }),
    ...(last?.ok && lastTookMs !== undefined && { answersInMs: lastTookMs }),
  }
}

/** Why it does not answer; null where it does. */
function faultOf({ isWell, versions: { last } }: KnownHost): ProblemCode | null {
  if (last !== undefined && !last.ok) return last.fault.code
  return isWell ? null : 'host_unreachable'
}

/** Models that a host has, or had when it said so last, and the configuration offers. */
export function shownModels(hosts: Hosts, rules: Rules): OwnerModel[] {
  const offers = hosts.all.map(host => host.knownOffers(hosts.allowed))
  const names = new Set(offers.flatMap(told => (told.ok ? told.value.map(({ name }) => name) : [])))
  return [...names].sort().map(name => ({ name, offered: !rules.isOff(name) }))
}
