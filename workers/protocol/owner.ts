/** What the owner sees of the box and of who uses it, and what they may set while it runs. To anybody else `/api/owner*` is not there. */

import type { BoxState } from './nouns.ts'

/** Characters of what the owner tells everybody: a few lines above the composer. */
export const OWNER_TEXT_CHARS = 500

/** Characters of the code that makes somebody the owner: too many to guess at five tries an hour, at least; one line, at most. */
export const OWNER_CODE_CHARS = { least: 16, most: 200 } as const

/** Wrong codes within an hour, whoever tries. */
export const OWNER_TRIES = 5

/** What `GET /api/owner` says. Times are Unix milliseconds, by Burrow's clock, on which `now` is the moment of the answer. */
export interface OwnerView {
  now: number
  hosts: OwnerHost[]
  /** Those that are being answered, then those that wait, in the order of their places; at most 200. */
  turns: OwnerTurn[]
  /** Today first, at most 31. A day is one of UTC. */
  days: OwnerDay[]
  /** Who has asked today, and who is blocked; whoever has used most stands first. At most 200. */
  visitors: OwnerVisitor[]
  /** Every model that `MODELS` offers and a host has, or had when it was last seen. */
  models: OwnerModel[]
  settings: OwnerSettings
  /** What the configuration sets, and holds where the owner has set nothing here. */
  configured: OwnerLimits
  /** Newest first, at most 200. */
  changes: OwnerChange[]
}

export interface OwnerHost {
  name: string
  state: BoxState
  /** A sentence for the owner, where something is wrong. */
  problem?: string
  /** Since when it is offline or misconfigured. */
  since?: number
  /** Turns that it answers, of so many at once. */
  answering: number
  slots: number
  /** Models in its memory, with their bytes. */
  loaded: { name: string; bytes: number }[]
  /** Tokens a second that it has written of late; absent while that is not known. */
  rate?: number
  /** Milliseconds in which it answered when it was last looked at; absent while that is not known. */
  answersInMs?: number
}

export interface OwnerTurn {
  turn: string
  /** As in `OwnerVisitor`; absent of who is not known. */
  who?: string
  model: string
  /** Asked by another program, with a key. */
  isProgram: boolean
  /** `until-back`: it waits for a box that is away. */
  state: 'answering' | 'waiting' | 'until-back'
  /** Since when it is in this state. */
  since: number
  /** In the queue, from 1; of one that waits for its place. */
  place?: number
}

export interface OwnerDay {
  /** Days since 1970. */
  day: number
  visitors: number
  /** Questions that were asked. */
  turns: number
  /** Answers that broke off or never came. */
  failed: number
  boxSeconds: number
  longestWaitSeconds: number
}

export interface OwnerVisitor {
  /** A pseudonym, the same as in the log. */
  who: string
  turns: number
  boxSeconds: number
  /** Since when; null where they are not. */
  blockedAt: number | null
}

export interface OwnerModel {
  name: string
  /** False where the owner has turned it off here. */
  offered: boolean
}

export interface OwnerLimits {
  turnsAMinute: number
  boxMinutes: number
  addressBoxMinutes: number
  newVisitorsAnHour: number
}

export interface OwnerSettings {
  /** New questions are refused with this message, which may be empty. Null while they are not. */
  paused: { message: string } | null
  /** Plain text above the composer of an empty chat. Empty for none. */
  welcome: string
  /** Only those that the owner has set here. */
  limits: Partial<OwnerLimits>
}

/** What `PATCH /api/owner` takes: what is absent stays as it is. */
export interface OwnerChanges {
  paused?: { message: string } | null
  welcome?: string
  /** By name: is it offered? */
  models?: Record<string, boolean>
  /** Null: as the configuration has it. */
  limits?: { [Name in keyof OwnerLimits]?: number | null }
}

export interface OwnerChange {
  at: number
  /** Which owner: their e-mail address by Access, or their pseudonym. */
  by: string
  /** A sentence. */
  what: string
}

/** What `PUT /api/owner/blocked/:who` takes. */
export interface OwnerBlock {
  /** Let nobody new ask from where they asked last today, until the day has ended (UTC). */
  address?: boolean
}

/** What `POST /api/owner/enrol` takes, from somebody who is signed in with a passkey. Whatever is wrong with it is answered like an unknown path. */
export interface Enrolment {
  code: string
}
