/** How history answers: an expected refusal is a value, and so is a failure. */

import { causeOf, log } from '../protocol/log.ts'
import { problem, type ProblemCode, type Reply } from '../protocol/problems.ts'
import { wasReset } from '../protocol/reset.ts'
import { isD1s } from './queries/database.ts'
import { Misconfigured } from './settings.ts'

/** An object that was just reset, by a deploy or a crash, refuses the call under way; its next life answers. */
export const again = <T>(work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    if (!wasReset(error)) throw error
    return work()
  })

/** What fails is named: D1's own failure is one that passes, a wrong setting the owner's, all else a fault of ours. */
export async function named<T extends { ok: boolean }>(
  request: string | undefined,
  work: () => Promise<T>
): Promise<T | Extract<Reply<never>, { ok: false }>> {
  try {
    return await again(work)
  } catch (error) {
    if (error instanceof Misconfigured) {
      log('misconfigured', { request, detail: error.message })
      return refusal('misconfigured')
    }
    const away = isD1s(error) || wasReset(error)
    log(away ? 'memory' : 'error', { request, detail: causeOf(error) })
    return refusal(away ? 'history_unavailable' : 'internal')
  }
}

const refusal = (code: ProblemCode) => ({ ok: false, problem: problem(code) }) as const
