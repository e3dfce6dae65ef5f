/** The owner's calls. To anybody else there is nothing there. */

import type { OwnerChanges, OwnerView } from '../../../workers/protocol/owner.ts'
import { ask } from './json.ts'

declare module '../../../workers/protocol/routes.ts' {
  interface Routes {
    'GET /api/owner': { answer: OwnerView }
    'PATCH /api/owner': { body: OwnerChanges; answer: OwnerView }
    'POST /api/owner/turns/:turn/end': { answer: null }
    'PUT /api/owner/blocked/:who': { body: { address?: boolean }; answer: null }
    'DELETE /api/owner/blocked/:who': { answer: null }
    'DELETE /api/owner/visitors/:who': { answer: null }
    'POST /api/owner/enrol': { body: { code: string }; answer: null }
  }
}

export const getOwner = () => ask('GET /api/owner', {})
export const changeOwner = (changes: OwnerChanges) => ask('PATCH /api/owner', { body: changes })
export const endTurn = (turn: string) => ask('POST /api/owner/turns/:turn/end', { params: { turn } })
/** `address`: newcomers from where they came as well, until the day ends. */
export const block = (who: string, address: boolean) =>
  ask('PUT /api/owner/blocked/:who', { params: { who }, body: { address } })
export const unblock = (who: string) => ask('DELETE /api/owner/blocked/:who', { params: { who } })
export const eraseVisitor = (who: string) => ask('DELETE /api/owner/visitors/:who', { params: { who } })
export const enrol = (code: string) => ask('POST /api/owner/enrol', { body: { code } })
