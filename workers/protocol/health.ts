/** How Burrow is, for a monitor. */

import type { ProblemCode } from './problems.ts'

/** What `GET /api/health` takes: with `box` a box that is off is a failure. */
export interface HealthQuery {
  box?: '0' | '1'
}

/** What `GET /api/health` says to a monitor: of each part why it is not well, null where it is. */
export interface Health {
  /** `warn`: the box is off; what was said can be read, and nothing be asked. `fail` comes with 503. */
  status: 'pass' | 'warn' | 'fail'
  /** `misconfigured` where one of its settings is wrong, or history speaks a protocol that it does not. */
  gateway: ProblemCode | null
  /** Whether D1 answers. */
  history: ProblemCode | null
  /** Whether Ollama answers. */
  box: ProblemCode | null
}
