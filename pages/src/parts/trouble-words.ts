/** What a problem says about the way to the box, and about what was asked. */

import type { Status } from '../../../workers/protocol/nouns.ts'
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
  not_ollama: 'Box',
}

const AWAY = new Set<ProblemCode>(['host_refused', 'host_offline', 'host_unreachable'])

/** The box did not answer, and may by itself. */
export const isAway = (problem: Problem | undefined): boolean =>
  problem !== undefined && AWAY.has(problem.code)

export const brokenLink = (problem: Problem | undefined): Link | null =>
  problem ? (BROKEN[problem.code] ?? null) : null

/** What is wrong with the box, in the words of whoever found out. */
export const boxWords = ({ box, problem }: Status): string =>
  problem?.message ?? (box === 'offline' ? 'The box is offline.' : 'This Burrow is not set up correctly.')

export function whatIsSafe(problem: Problem | undefined): string {
  switch (problem?.code) {
    case 'host_offline':
    case 'host_unreachable':
      return 'Your question is safe. The box may be asleep, or its tunnel may be down.'
    case 'misconfigured':
    case 'upstream_auth':
    case 'not_ollama':
    case 'no_models':
      return 'Your question is safe. Only the owner can mend this.'
    case 'waited_too_long':
      return 'Your question is safe. The box was busy with something else all that time.'
    case 'not_kept':
      return 'What does not fit cannot be kept, neither now nor later.'
    default:
      return 'Your question is safe.'
  }
}
