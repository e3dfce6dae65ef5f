/** One step of a deployment, which looks before it acts. */

import type { Part } from './names.ts'

export interface Step {
  name: string
  part: Part
  /** What stands already, and is left as it is; null where there is something to do. */
  stands: string | null
  /** What is going to be done, for whoever only looks. */
  would: string
  /** Does it, and says what was done. */
  act(): Promise<string>
}
