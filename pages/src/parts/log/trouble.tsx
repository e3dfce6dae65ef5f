/** Trouble: which link broke, what is safe, the way on. */

import type { ComponentChildren } from 'preact'
import type { Problem } from '../../../../workers/protocol/problems.ts'
import { Path } from '../path.tsx'
import { brokenLink, whatIsSafe } from '../trouble-words.ts'
import { Words } from '../words.tsx'

interface Props {
  problem: Problem | undefined
  /** What is known by now, where that is newer than the problem. */
  known: string | null
  /** The ways on. */
  children: ComponentChildren
}

export function Trouble({ problem, known, children }: Props) {
  return (
    <div class="notice" role="alert">
      <div class="foot">
        <p class="state" data-is="failed">
          <span>
            <b>Failed.</b> <Words>{known ?? problem?.message ?? 'The answer did not come.'}</Words>
          </span>
        </p>
        <Path broken={brokenLink(problem)} />
      </div>
      <p>{whatIsSafe(problem)}</p>
      {children}
    </div>
  )
}
