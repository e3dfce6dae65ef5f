/** The contract: of each route what it does, the schemas that check its requests, what it answers, and how it refuses. */

import * as v from 'valibot'
import { BODY_BYTES, CHANGE_BYTES } from '../../protocol/limits.ts'
import { LEFT_HEADER } from '../../protocol/me.ts'
import type { ProblemCode } from '../../protocol/problems.ts'
import type { Route } from '../../protocol/routes.ts'
import { ChatPage, ChatSummary, Health, ModelList, OpenChat, Status, TurnEvent } from './answers.ts'
import { FeedEvent } from './feed-answers.ts'
import type { Described, Entry } from './entry.ts'
import { ofPrograms } from './programs.ts'
import { ME } from './me.ts'
import { OWNER } from './owner.ts'
import {
  Ask,
  BoxQuery,
  Change,
  ChatPath,
  ChatsQuery,
  PieceQuery,
  ResumeHeader,
  TurnPath,
} from './requests.ts'

/** What may be wrong with the box, or with the way to it. */
const BOX = [
  'host_refused',
  'host_offline',
  'host_unreachable',
  'upstream_auth',
  'not_ollama',
  'waited_too_long',
  'busy',
  'unreadable',
] satisfies ProblemCode[]

/** What a visitor, or their address, may not ask now. */
const LIMITS = [
  'paused',
  'blocked',
  'too_fast',
  'too_many_viewers',
  'used_up',
  'too_many_visitors',
  'too_much_written',
  'kept_full',
  'site_full',
] satisfies ProblemCode[]

export const contract = {
  'GET /api/health': {
    id: 'getHealth',
    summary: 'For monitors: 200 while visitors find their chats, 503 with the same answer while they do not.',
    problems: [],
    query: BoxQuery,
    answer: Health,
    fails: 503,
  },
  'GET /api/status': {
    id: 'getStatus',
    summary: 'How the box is now.',
    problems: [],
    answer: Status,
  },
  'GET /api/models': {
    id: 'listModels',
    summary: 'The models that may be asked, and which of them are loaded.',
    problems: BOX,
    answer: ModelList,
  },
  'GET /api/chats': {
    id: 'listChats',
    summary: 'A page of the visitor’s chats, newest first.',
    problems: [],
    query: ChatsQuery,
    answer: ChatPage,
  },
  'GET /api/chats/:chat': {
    id: 'openChat',
    summary: 'A piece of one path through a chat, under 1 MB, and the turn that is being written in it.',
    problems: [],
    param: ChatPath,
    query: PieceQuery,
    answer: OpenChat,
  },
  'PATCH /api/chats/:chat': {
    id: 'changeChat',
    summary: 'Gives a chat another title.',
    problems: [],
    param: ChatPath,
    json: Change,
    bytes: CHANGE_BYTES,
    answer: ChatSummary,
  },
  'DELETE /api/chats/:chat': {
    id: 'deleteChat',
    summary: 'Deletes a chat for good. A turn that runs in it is stopped first.',
    problems: [],
    param: ChatPath,
    answer: null,
  },
  'POST /api/chats/:chat/turns': {
    id: 'ask',
    summary:
      'Asks, and streams the answer. The chat begins with its first turn. The answer goes on when the stream is closed; a turn that was asked before is attached to.',
    problems: [
      'needs_pass',
      'chat_busy',
      'chat_full',
      'not_allowed',
      'no_models',
      'no_continuation',
      ...LIMITS,
      ...BOX,
    ],
    param: ChatPath,
    json: Ask,
    tells: {
      [LEFT_HEADER]:
        'Seconds of the box that the visitor has left for today, where that is a tenth of it or less than a minute.',
    },
    bytes: BODY_BYTES,
    events: TurnEvent,
  },
  'GET /api/chats/:chat/turns/:turn/events': {
    id: 'watchTurn',
    summary: 'Streams an answer from behind the last event that was seen, running or ended.',
    problems: ['too_many_viewers'],
    param: TurnPath,
    header: ResumeHeader,
    events: TurnEvent,
  },
  'DELETE /api/chats/:chat/turns/:turn': {
    id: 'stopTurn',
    summary: 'Stops a turn. What had arrived is kept.',
    problems: [],
    param: TurnPath,
    answer: null,
  },
  'GET /api/live': {
    id: 'live',
    summary:
      'A WebSocket that tells what changes in any of the visitor’s chats. It may be sent `ping`, and says `pong`.',
    problems: ['not_a_socket', 'too_many_tabs', 'not_found'],
    messages: FeedEvent,
  },
  ...ME,
  ...ofPrograms(BOX),
  ...OWNER,
  'GET /api/openapi.json': {
    id: 'getDocument',
    summary: 'This document.',
    problems: [],
    answer: v.looseObject({}),
  },
} as const satisfies { [R in Route]: Described<R> }

/** Every way in which a route refuses: its own, and those that follow from what it takes and whom it asks. */
export function problemsOf(route: Route): ProblemCode[] {
  const about: Entry = contract[route]
  const isOfChats = route.includes('/chats') || route.includes('/me')
  return [
    // Of a body that nobody asked for, too.
    'bad_request',
    'too_large',
    ...(about.param ? (['not_found'] as const) : []),
    ...(about.says ? (['no_key'] as const) : []),
    ...(isOfChats ? (['outdated'] as const) : []),
    ...(isOfChats || about.says || /\/(live|me)\b/.test(route) ? (['history_unavailable'] as const) : []),
    ...about.problems,
    'too_many_requests',
    'not_signed_in',
    'check_unavailable',
    'foreign_origin',
    'misconfigured',
    'internal',
  ]
}
