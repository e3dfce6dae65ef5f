/** Whether a host can answer nobody yet, because the model that somebody was granted is still on its way into memory. */

import type { Memory } from '../../ollama/memory.ts'
import { isRunning } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'

/**
 * The model that a host is loading, while none of those that it was made to have is there; null where any is, or where
 * nobody waits for one. A host lists what is in memory and not what is coming. One that does not say in time is believed
 * to load for as long as that takes by estimate.
 */
export function loadingAt(url: string, memory: Memory, ledger: Ledger, now: number): string | null {
  const { loaded, loadedAt } = ledger.made(url)
  // A request whose client has left loads nothing.
  const wanted = ledger.leases.findLast(lease => lease.url === url && isRunning(lease))?.model
  if (wanted === undefined) return null
  const loads = memory === null ? now < loadedAt : ![wanted, ...loaded].some(name => memory.has(name))
  return loads ? wanted : null
}
