/** What a problem says about the way to the box, and about what was asked. */

import type { Problem, ProblemCode } from '../../../workers/protocol/problems.ts'
import type { Link } from './path.tsx'

const BROKEN: Partial<Record<ProblemCode, Link>> = {
  history_unavailable: 'Burrow',
  internal: 'Burrow',
  host_refused: 'Box',
  host_offline: 'Box',
  host_unreachable: 'Box',
  misconfigured: 'Box',
  upstream_auth: 'Box',
}

export const brokenLink = (problem: Problem | undefined): Link | null =>
  problem ? (BROKEN[problem.code] ?? null) : null

export function whatIsSafe(problem: Problem | undefined): string {
  switch (problem?.code) {
    case 'host_offline':
    case 'host_unreachable':
      return 'Your question is safe. The box may be asleep, or its tunnel may be down.'
    case 'misconfigured':
    case 'upstream_auth':
      return 'Your question is safe. Only the owner can mend this.'
    default:
      return 'Your question is safe.'
  }
}
