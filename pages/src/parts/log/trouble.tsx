/** Trouble: which link broke, what is safe, one way on. */

import type { Problem } from '../../../../workers/protocol/problems.ts'
import { Path } from '../path.tsx'
import { brokenLink, whatIsSafe } from '../trouble-words.ts'

export function Trouble({ problem, again }: { problem: Problem | undefined; again: (() => void) | null }) {
  return (
    <div class="notice" role="alert">
      <div class="foot">
        <p class="state" data-is="failed">
          <span>
            <b>Failed.</b> {problem?.message ?? 'The answer did not come.'}
          </span>
        </p>
        <Path broken={brokenLink(problem)} />
      </div>
      <p>{whatIsSafe(problem)}</p>
      {again && (
        <p class="row wrap">
          <button type="button" class="btn main" onClick={again}>
            Try again
          </button>
        </p>
      )}
    </div>
  )
}
