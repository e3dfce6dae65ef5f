/** The owner's calls. To anybody else there is nothing there. */

import type { OwnerChanges } from '../../../workers/protocol/owner.ts'
import { ask } from './json.ts'

export const getOwner = () => ask('GET /api/owner', {})
export const changeOwner = (changes: OwnerChanges) => ask('PATCH /api/owner', { body: changes })
export const endTurn = (turn: string) => ask('POST /api/owner/turns/:turn/end', { params: { turn } })
/** `address`: newcomers from where they came as well, until the day ends. */
export const block = (who: string, address: boolean) =>
  ask('PUT /api/owner/blocked/:who', { params: { who }, body: { address } })
export const unblock = (who: string) => ask('DELETE /api/owner/blocked/:who', { params: { who } })
export const eraseVisitor = (who: string) => ask('DELETE /api/owner/visitors/:who', { params: { who } })
export const enrol = (code: string) => ask('POST /api/owner/enrol', { body: { code } })
