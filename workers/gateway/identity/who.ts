/**
 * Who asks, and how that is known: the one interface to it. Whatever proves an identity, a cookie, a passkey or Access,
 * comes to this, and nothing behind it asks further. Nobody is told apart by how their browser looks.
 */

import type { Known } from '../../protocol/me.ts'

export interface Who {
  /** The id under which history has all that is theirs; every query of history is bound to it (V1). */
  visitor: string
  known: Known
  /** They came with nothing that names them, so that there is nothing of theirs yet: D1 is not asked, no object is made. */
  newcomer: boolean
  /** The owner of this Burrow, or one of them. */
  isOwner: boolean
}
