/** What every route of the gateway finds in its context. */

import type { LetIn } from './identity/access.ts'
import type { Owner } from './identity/owner.ts'
import type { Who } from './identity/who.ts'
import type { Dialect } from './programs/dialect.ts'

export interface App {
  Bindings: GatewayEnv
  Variables: {
    who: Who
    /** As `who` has it. */
    visitor: string
    /** Who this device was before somebody signed in on it with this request. */
    before?: string
    /** Where Access lets in whoever comes. */
    letIn?: LetIn
    /** The owner who asks, at a path of theirs. */
    owner?: Owner
    /** In whose words a program is refused. */
    dialect?: Dialect
  }
}
