/** What every route of the gateway finds in its context. */

import type { Dialect } from './programs/dialect.ts'

export interface App {
  Bindings: GatewayEnv
  Variables: {
    /** The id of who asks. */
    visitor: string
    /** They came without a cookie, so that there is nothing of theirs yet. */
    newcomer: boolean
    /** In whose words a program is refused. */
    dialect?: Dialect
  }
}
