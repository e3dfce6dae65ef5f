/** A turn that waits comes along with its chat to another visitor. */

import type { HandOver } from '../../../protocol/completion.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Picture } from './picture.ts'
import { steppingBack } from './standing.ts'
import type { Waiting } from './waiting.ts'

/**
 * It keeps its arrival where that takes nothing from whoever else waits; what it was offered is another's, where its visitor
 * has a slot already. False where it does not wait.
 */
export function handOver(
  { turn, owner, chat }: HandOver,
  waiting: Waiting,
  ledger: Ledger,
  draw: () => Picture
): boolean {
  const row = waiting.handOver(turn, owner, chat)
  if (row === undefined) return false
  const { held, ...rest } = row
  if (held !== undefined && draw().runs.filter(({ visitor }) => visitor === owner).length > 1)
    waiting.put(rest)
  const theirs = waiting.all.filter(one => one.visitor === owner && !one.resumes)
  const offered = theirs.some(one => one.held !== undefined)
  const standing = theirs.filter(one => one.held === undefined)
  const back = steppingBack(standing, offered ? Infinity : ledger.began(owner))
  for (const { arrival: _old, ...one } of back) waiting.put(one)
  return true
}
