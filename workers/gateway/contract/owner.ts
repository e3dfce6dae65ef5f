/**
 * The part of the contract that is the owner's. It stands in no document: that is public and for programs, and to anybody
 * but an owner none of these routes is there. What checks requests and bounds bodies holds of them all the same.
 */

import { NO_BODY_BYTES, OWNER_BYTES } from '../../protocol/limits.ts'
import { OwnerView } from './owner-answers.ts'
import { Enrolment, OwnerBlock, OwnerChanges, OwnTurnPath, WhoPath } from './owner-requests.ts'

const owners = { hidden: true, problems: ['not_found'] } as const

export const OWNER = {
  'GET /api/owner': {
    ...owners,
    id: 'getOwner',
    summary: 'How all stands: hosts, queue, usage, settings, and who has changed what.',
    answer: OwnerView,
  },
  'PATCH /api/owner': {
    ...owners,
    id: 'changeOwner',
    summary: 'Pauses, greets, turns models on and off, sets limits. It holds from the next question on.',
    json: OwnerChanges,
    bytes: OWNER_BYTES,
    answer: OwnerView,
  },
  'POST /api/owner/enrol': {
    ...owners,
    id: 'enrol',
    summary: 'Makes whoever is signed in with a passkey an owner, who knows the code.',
    json: Enrolment,
    // As many as of a route that is not there: more would tell it from one.
    bytes: NO_BODY_BYTES,
    answer: null,
  },
  'POST /api/owner/turns/:turn/end': {
    ...owners,
    id: 'endTurn',
    summary: 'Ends a turn, whoever asked it. What had arrived is kept.',
    param: OwnTurnPath,
    answer: null,
  },
  'PUT /api/owner/blocked/:who': {
    ...owners,
    id: 'block',
    summary: 'Lets a visitor ask nothing any more, and ends what they have asked.',
    param: WhoPath,
    json: OwnerBlock,
    bytes: NO_BODY_BYTES,
    answer: null,
  },
  'DELETE /api/owner/blocked/:who': {
    ...owners,
    id: 'unblock',
    summary: 'Lets a visitor ask again.',
    param: WhoPath,
    answer: null,
  },
  'DELETE /api/owner/visitors/:who': {
    ...owners,
    id: 'eraseVisitor',
    summary: 'Deletes all that is a visitor’s, for good. What they have used stays counted.',
    param: WhoPath,
    answer: null,
  },
} as const
