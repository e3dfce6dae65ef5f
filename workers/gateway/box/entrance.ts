/** What crosses between the gateway's invocations and the Box. */

import type { CompletionRequest, HostModel, Queued } from '../../protocol/completion.ts'
import type { TurnRequest } from '../../protocol/nouns.ts'
import type { Problem, ProblemCode } from '../../protocol/problems.ts'
import type { Company } from '../ollama/sight.ts'

/** A question at the door; `bytes`: of its text, where that is kept. */
export interface Asking extends Pick<TurnRequest, 'turn' | 'model' | 'resume'> {
  bytes?: number
}

/** What the Box has to know of a request for an answer: it never sees a word of it. */
export interface Entering extends Pick<
  CompletionRequest,
  'requestId' | 'session' | 'model' | 'tokens' | 'context' | 'again' | 'digest' | 'who' | 'from' | 'times'
> {
  turn: string
  /** An answer that was cut is gone on with. */
  resumes: boolean
  keep: boolean
  /** The visitor for whom a program asks, which holds the turn by a socket: there is no session to be called. */
  program?: string
}

/** Where and how a request for an answer may be sent, or why not. */
export type Entrance =
  | { ok: true; entry: Entry }
  /** What was sent does not fit: it is to be chosen anew for this context. */
  | { ok: false; smaller: HostModel & { context: number } }
  /** Others come first: its session is called, or its holder told, when it may begin. */
  | { ok: false; queued: Queued }
  | { ok: false; problem: Problem }

export interface Entry {
  /** Names this try, for `leave`. */
  lease: string
  /** Names the host. */
  url: string
  offer: { name: string; digest: string; thinks: boolean }
  /** Tokens of context, where known. */
  context?: number
  /** Does the model go on with an answer that was cut? Absent while nobody knows. */
  continues?: boolean
  /** Milliseconds that the prompt takes to be read. */
  readMs: number
  /** It was in memory at the last look of anybody's. */
  loaded: boolean
  /** Who else is there now. */
  company: Company
  /** Another host has the model, and is asked where this one fails. */
  others: boolean
}

/** How the box is, as the Box sees it now. */
export interface BoxNow {
  /** Its version, in its own words; null where it does not answer. */
  version: string | null
  /** Names of the offered models in memory. */
  loaded: string[]
  /** The model that is being loaded while no host has another that could answer; null where one has. */
  loading: string | null
  /** What is wrong; null if nothing is. */
  code: ProblemCode | null
  /** Since when no host is well, in Unix milliseconds; null where one is. */
  since: number | null
  /** Turns that wait, and those that are being answered. */
  queue: number
  answering: number
  /** What the owner says to everybody, as `Status` has it; null and empty for nothing. */
  paused: { message: string } | null
  welcome: string
}
