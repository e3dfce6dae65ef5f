/** What every route of the gateway finds in its context. */

import type { LetIn } from './identity/access.ts'
import type { Who } from './identity/who.ts'

export interface App {
  Bindings: GatewayEnv
  Variables: {
    who: Who
    /** As `who` has it. */
    visitor: string
    /** Where Access lets in whoever comes. */
    letIn?: LetIn
  }
}
