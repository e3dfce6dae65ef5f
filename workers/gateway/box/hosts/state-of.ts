/** What a problem says of the box to whoever asks how it is. */

import type { BoxState } from '../../../protocol/nouns.ts'
import type { ProblemCode } from '../../../protocol/problems.ts'

/** Faults that only the owner can mend; all others may pass by themselves. */
const OWNERS = new Set<ProblemCode>(['misconfigured', 'upstream_auth', 'not_allowed', 'not_ollama'])

/** With `no_models` the box is `ready`: it answers, and has nothing that can. */
export const stateOf = (code: ProblemCode): BoxState =>
  code === 'no_models' ? 'ready' : OWNERS.has(code) ? 'misconfigured' : 'offline'
