/**
 * What history asks of the gateway's `Completions`, and the lines of Burrow's own that stand before Ollama's in the
 * stream it answers. A line of Burrow's is `{"burrow":{…}}`; all others are Ollama's, untouched.
 */

import type { Figures } from './nouns.ts'
import type { Problem } from './problems.ts'
import type { Place, TurnState } from './turn-state.ts'

export interface CompletionRequest {
  /** As in the turn's `Trace`. It is sent along to the box. */
  requestId?: string | undefined
  /** Absent from a history of an older Burrow, while this one is being deployed. */
  turn?: string
  /** Absent from an older history: then nothing waits in the queue. */
  session?: Session
  model: string
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[]
  /** Ask for thinking; ignored where the model cannot. */
  think: boolean
  /**
   * What an answer that was cut had reached, as the model wrote it: only what comes after it is written. It ends at the
   * border of a delta, with trailing white space removed; only there is the rest what it would have been.
   */
  prefill?: string
  /** The weights and the template that wrote it, where that is known: only they go on with it. */
  digest?: string
  /** How the next token is drawn, within bounds; what is absent is as the model has it. */
  sampling?: Sampling
  /** Tokens of the longest answer, where that is less than the owner allows. */
  most?: number
  /** Tokens that were written already, thinking included: the longest answer counts them. 0 for a new answer. */
  written: number
  /** Tokens that the prompt is reckoned to have, template, prefill and all. */
  tokens: number
  /** The context, in tokens, that the messages were chosen for; absent while no host has reported one. */
  context?: number
  /** This is not the first try: what failed before is counted by who asks, so nothing is tried again behind it. */
  again: boolean
  /** Where no host is well it waits in the queue until one is; else it is told what is wrong, at once. */
  keep?: boolean
  /**
   * Whose time it is, and from where they asked, as in the turn's `Trace`: the time of the box is counted by both. Of a turn
   * of a session it is that of the session's owner, whoever asked.
   */
  who?: string
  from?: string
  times?: number
}

/** By Ollama's names. None of them makes a host load its model anew. */
export interface Sampling {
  temperature?: number
  top_p?: number
  top_k?: number
  min_p?: number
  seed?: number
  stop?: string[]
  presence_penalty?: number
  frequency_penalty?: number
  repeat_penalty?: number
}

/** Whom to tell when a turn that has to wait may begin, and until when it waits, in Unix milliseconds. */
export interface Session {
  owner: string
  chat: string
  until: number
}

/** The model as the host has it that answers. */
export interface HostModel {
  /** Names the model's weights and template. */
  digest: string
  /** Tokens of context, as `/api/ps` reported them; absent while that is not known. */
  context?: number
}

/**
 * `model` comes before Ollama's first line. The others but the state are terminal, no line follows them: with `smaller`
 * the messages do not fit this host's context, nothing of them was answered, and they are to be chosen anew for it
 * (`tokens`: what they have, where the host has counted); with
 * `queued` the turn waits in the queue, and its session is called when it may begin; `place` is null where none is known.
 */
export interface BurrowLine {
  burrow: TurnState | { model: HostModel } | LastWord
}

export type LastWord =
  | { queued: Queued }
  | { smaller: HostModel & { context: number; tokens?: number } }
  | { problem: Problem }

export interface Queued {
  place: Place | null
  /** No host that could serve it is well. */
  away: boolean
}

/** A turn that waits is another visitor's from now on, in this chat of theirs, and keeps its place. */
export interface HandOver {
  turn: string
  owner: string
  chat: string
}

/** What one try came to, told to the gateway when it has ended. */
export interface TryReport {
  requestId?: string | undefined
  turn: string
  model: string
  how: 'done' | 'stopped' | 'cut' | 'failed'
  /** Of this try alone. */
  figures?: Figures
  /** Nothing of the prompt is left to be read: text came, or thinking, or the host itself ended it with an error. */
  read?: boolean
  /** The turn has ended with it. */
  last: boolean
}
