/** In which words programs are refused: each client knows its own service's. */

import { createMiddleware } from 'hono/factory'
import type { Problem, ProblemCode } from '../../protocol/problems.ts'
import { problems } from '../../protocol/problems.ts'
import type { App } from '../app.ts'

export interface Dialect {
  /** `part`: of the request, which the problem is about. */
  refusal(refused: Problem, part?: string): object
}

/** As clients of both services expect it: a model that is not offered is one that is not there. */
export const statusFor = (code: ProblemCode): number =>
  code === 'not_allowed' ? problems.model_missing.status : problems[code].status

/** Whatever is refused from here on is refused in these words. */
export const speaks = (dialect: Dialect) =>
  createMiddleware<App>(async function speaksDialect(c, next) {
    c.set('dialect', dialect)
    await next()
  })
