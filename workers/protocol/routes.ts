/**
 * The public API: every route, with what it takes and what it answers. The page calls by it, and the gateway's schemas,
 * which check what comes and from which the OpenAPI document is made, are held to it by the compiler. What stands behind
 * a colon in a path is a parameter of the request.
 */

import type { TurnEvent } from './events.ts'
import type { FeedEvent } from './feed.ts'
import type { Health, HealthQuery } from './health.ts'
import type { KeyList, MadeKey, NewKey } from './keys.ts'
import type {
  Me,
  NewPasskey,
  PassKey,
  Passkey,
  PasskeyName,
  PasskeyOptions,
  PassRequest,
  SignIn,
  TakenAlong,
} from './me.ts'
import type { Enrolment, OwnerBlock, OwnerChanges, OwnerView } from './owner.ts'
import type {
  ChatChange,
  ChatPage,
  ChatSummary,
  ModelList,
  OpenChat,
  PageQuery,
  PathQuery,
  Status,
  TurnRequest,
} from './nouns.ts'

export interface Routes {
  'GET /api/health': { query: HealthQuery; answer: Health }
  'GET /api/status': { answer: Status }
  'GET /api/models': { answer: ModelList }
  'GET /api/chats': { query: PageQuery; answer: ChatPage }
  'GET /api/chats/:chat': { query: PathQuery; answer: OpenChat }
  'PATCH /api/chats/:chat': { body: ChatChange; answer: ChatSummary }
  'DELETE /api/chats/:chat': { answer: null }
  'POST /api/chats/:chat/turns': { body: TurnRequest; events: TurnEvent }
  'GET /api/chats/:chat/turns/:turn/events': { headers: { 'last-event-id'?: string }; events: TurnEvent }
  'DELETE /api/chats/:chat/turns/:turn': { answer: null }
  'GET /api/me': { answer: Me }
  'DELETE /api/me': { answer: null }
  'GET /api/live': { messages: FeedEvent }
  'GET /api/me/keys': { answer: KeyList }
  'POST /api/me/keys': { body: NewKey; answer: MadeKey }
  'DELETE /api/me/keys/:key': { answer: null }
  // For other programs, in the words of other services: the page asks by none of these.
  'GET /api/openai/v1/models': { answer: object }
  'POST /api/openai/v1/chat/completions': { body: object; answer: object }
  'GET /api/ollama/api/tags': { answer: object }
  'POST /api/ollama/api/chat': { body: object; answer: object }
  'POST /api/me/passkeys/options': { answer: PasskeyOptions }
  'POST /api/me/passkeys': { body: NewPasskey; answer: Passkey }
  'PATCH /api/me/passkeys/:passkey': { body: PasskeyName; answer: Passkey }
  'DELETE /api/me/passkeys/:passkey': { answer: null }
  'POST /api/me/sign-in/options': { answer: PasskeyOptions }
  'POST /api/me/sign-in': { body: SignIn; answer: Me }
  'POST /api/me/sign-out': { answer: null }
  'POST /api/me/take-along': { answer: TakenAlong }
  'GET /api/pass': { answer: PassKey }
  'POST /api/pass': { body: PassRequest; answer: null }
  // To anybody but an owner none of these is there.
  'GET /api/owner': { answer: OwnerView }
  'PATCH /api/owner': { body: OwnerChanges; answer: OwnerView }
  'POST /api/owner/enrol': { body: Enrolment; answer: null }
  'POST /api/owner/turns/:turn/end': { answer: null }
  'PUT /api/owner/blocked/:who': { body: OwnerBlock; answer: null }
  'DELETE /api/owner/blocked/:who': { answer: null }
  'DELETE /api/owner/visitors/:who': { answer: null }
  'GET /api/openapi.json': { answer: object }
}

/** A method and a path. */
export type Route = keyof Routes

/** The names of a path's parameters. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** Routes that answer with JSON, or with nothing (`null`, status 204). */
export type JsonRoute = { [R in Route]: Routes[R] extends { answer: unknown } ? R : never }[Route]

export type AnswerOf<R extends JsonRoute> = Routes[R]['answer']

/** What a request of this route takes beside its path. */
export type Taken<R extends Route, Part extends string> = Routes[R] extends Record<Part, infer T> ? T : never
