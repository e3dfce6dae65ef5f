/** The nouns that cross a wire: what a chat, a message, a model and the box are to everyone who speaks of them. */

import type { Problem } from './problems.ts'
import type { TurnState } from './turn-state.ts'

/** How a message stands. All but `running` are final. A question is always `done`. */
export type MessageStatus = 'running' | 'done' | 'stopped' | 'interrupted' | 'failed'

/**
 * Timings (nanoseconds) and token counts, as Ollama gave them with the last line of an answer; those of an answer that
 * was resumed are of the whole. Absent means not given.
 */
export interface Figures {
  /** Why the model stopped: `stop`, `length`, or a word that a later Ollama may add. */
  reason?: string
  totalNs?: number
  loadNs?: number
  promptTokens?: number
  promptNs?: number
  answerTokens?: number
  answerNs?: number
  /** Tokens of context that the host gave the model. */
  context?: number
  /** Names the weights and the template that answered. */
  digest?: string
  /** Tokens of the prompt that no message accounts for: the model's template and own system prompt. */
  templateTokens?: number
}

/**
 * The marks around thinking that a model wrote into its text, white space between them and either included: what it
 * wrote is `open + thinking + close + text`. `close` is empty where it never came to an end of it.
 */
export interface InlineMarks {
  open: string
  close: string
}

/** One message of a chat. Messages are a tree: `parent` is what this one answers to, null at the top. */
export interface Message {
  /** UUIDv7. An answer's id is the id of its turn. */
  id: string
  parent: string | null
  role: 'user' | 'assistant'
  status: MessageStatus
  text: string
  /** What the model thought before and between its text; kept apart, never sent to a model again but to go on. */
  thinking?: string
  /** Absent where the thinking came apart from the text by itself. */
  inline?: InlineMarks
  /** The model that was asked, on answers. */
  model?: string
  figures?: Figures
  /** Why an answer is `interrupted` or `failed`. */
  problem?: Problem
  /** Tokens in a prompt, its part of the template included: as Ollama counted them where that can be told, else estimated. */
  tokens?: number
  /** Where in `text` (UTF-16 code units) an answer was cut and went on: 0 where it began anew, -1 in its thinking. */
  seams?: number[]
  /** Unix time in milliseconds. */
  createdAt: number
}

/** A chat as a list shows it. */
export interface ChatSummary {
  id: string
  title: string
  /** Unix time in milliseconds of the last turn or change. */
  updatedAt: number
  /** The turn that is being written in it, once it takes longer than a moment. */
  running?: string
}

/** One keyset page of chats, newest first. `cursor` asks for the next page; null at the end. */
export interface ChatPage {
  chats: ChatSummary[]
  cursor: string | null
}

/** What `GET /api/chats` takes: the `cursor` of the page before. */
export interface PageQuery {
  cursor?: string
}

/** A message on a path, with its siblings: the other answers to the same parent, or questions in the same place. */
export interface PathMessage extends Message {
  /** Ids of all versions, oldest first, its own among them; absent where there is only this one. */
  siblings?: string[]
}

/** What is no longer sent of a chat: all before `from`, chosen for a model with this context in tokens (C1). */
export interface ContextCut {
  from: string
  context: number
}

/** A piece of one path through a chat, parents before children, and, if an answer is being written, that turn. */
export interface OpenChat {
  chat: ChatSummary
  messages: PathMessage[]
  /** There is more above: `before` the first of these. */
  earlier: boolean
  cut: ContextCut | null
  running: RunningTurn | null
}

/** Which piece of which path is opened. */
export interface PathQuery {
  /** The path through this message, and on by the newest sibling at each step; else through the newest message. */
  through?: string
  /** Only what stands above this message, which is on the path; the nearest piece of it. */
  before?: string
}

/** A turn that is running now; its message stands in `messages` with status `running` and the text up to `position`. */
export interface RunningTurn {
  turn: string
  /** The position that the running message's `thinking` and `text` reach: attach from here. */
  position: number
  /** What happens now, while there is no text to come from yet or between two tries. */
  state?: TurnState
}

/** A model that a visitor may use. */
export interface Model {
  name: string
  /** Bytes on disk. */
  size: number
  /** Context in tokens; absent where the host does not say. */
  context?: number
  /** As the host words it, for instance `14.8B`. */
  parameters?: string
  sees: boolean
  thinks: boolean
  tools: boolean
  /** In the box's memory at this moment. */
  loaded: boolean
}

export interface ModelList {
  models: Model[]
}

/**
 * `loading`: a model is on its way into memory for somebody, and until it is there nothing can be answered.
 * `misconfigured`: the box or the way to it refuses Burrow; only its owner can mend that.
 */
export type BoxState = 'ready' | 'loading' | 'offline' | 'misconfigured'

export interface Status {
  box: BoxState
  /** Turns that wait for a place at the box. */
  queue: number
  /** Turns that the box is answering. */
  answering: number
  /** Names of the models in the box's memory. */
  loaded: string[]
  /** The model that is on its way while the box is `loading`. */
  loading?: string
  /** True where no Ollama answers and the demo stands in for it. */
  demo: boolean
  /** This Burrow's version. */
  version: string
  /** The oldest page that is still served, as `PROTOCOL` counts. */
  oldestPage: number
  /** Why the box is `offline` or `misconfigured`. */
  problem?: Problem
  /** Since when it is, in Unix milliseconds, as far as Burrow has looked. */
  since?: number
  /** The owner takes no new questions, and says this, which may be nothing. */
  paused?: { message: string }
  /** What the owner tells whoever begins a chat: plain text. */
  welcome?: string
}

/** What `POST /api/chats/:chat/turns` takes. */
export interface TurnRequest {
  /** UUIDv7 made by the client, so that a repeated send is the same turn. */
  turn: string
  /** The message it answers to: an answer, or null at the top. */
  parent: string | null
  /** The question. Absent only to ask again: `parent` is then the question that gets another answer. */
  text?: string
  /**
   * To ask again for the rest: an answer to `parent` that was cut or stopped. The new one begins with its text and goes
   * on from there; the old one stays as it is. Refused with `no_continuation` where the model cannot.
   */
  resume?: string
  model: string
  /** Let the model think first, where it can. */
  think?: boolean
  /** Where the box is away the question waits for it, for a day at most; else it is told what is wrong. */
  keep?: 'until-back'
}

/** What `PATCH /api/chats/:chat` takes. */
export interface ChatChange {
  title?: string
}
