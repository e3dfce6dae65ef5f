/** History: what is remembered. `History` is its whole contract; it has no other door. */

import { WorkerEntrypoint } from 'cloudflare:workers'
import { causeOf, log } from '../protocol/log.ts'
import type {
  ChatChange,
  ChatPage,
  ChatSummary,
  OpenChat,
  PathQuery,
  TurnRequest,
} from '../protocol/nouns.ts'
import type { Position } from '../protocol/position.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import { attach, changeChat, session, stop } from './chat.ts'
import { parseCursor } from './cursor.ts'
import { feed } from './feed/tell.ts'
import { openChat } from './open-chat.ts'
import { listChats } from './queries/chats.ts'
import { database, isD1s } from './queries/database.ts'
import { Misconfigured, settings } from './settings.ts'

export { VisitorFeed } from './feed/visitor-feed.ts'
export { ChatSession } from './session/chat-session.ts'

type Stream = ReadableStream<Uint8Array>

/** Every method names the owner first, and reaches nothing that is another's. */
export class History extends WorkerEntrypoint<HistoryEnv> {
  /** The owner's chats, newest first; `cursor` is that of the page before. */
  chats(owner: string, cursor: string | null): Promise<Reply<ChatPage>> {
    const after = cursor === null ? null : parseCursor(cursor)
    if (cursor !== null && after === null)
      return Promise.resolve(no('bad_request', { message: 'This is no cursor.' }))
    return named(async () => ok(await listChats(database(this.env, owner), owner, after)))
  }

  /** A chat with a piece of one path through it, the newest where none is named, and the turn that runs. */
  open(owner: string, chat: string, query: PathQuery = {}): Promise<Reply<OpenChat>> {
    return named(() => openChat(this.env, owner, chat, query))
  }

  change(owner: string, chat: string, change: ChatChange): Promise<Reply<ChatSummary>> {
    return named(() => changeChat(this.env, owner, chat, change))
  }

  /** Deletes for good. A turn that runs is stopped first. */
  delete(owner: string, chat: string): Promise<Reply<null>> {
    return named(async () =>
      (await session(this.env, owner, chat).forget(owner, chat)) ? ok(null) : no('not_found')
    )
  }

  /** Asks; or attaches, if this turn was asked before. The stream is SSE and ends with the turn. */
  turn(owner: string, chat: string, ask: TurnRequest, after: Position): Promise<Reply<Stream>> {
    return named(async () => {
      settings(this.env)
      const reply: Reply<Stream | null> = await session(this.env, owner, chat).turn(owner, chat, ask, after)
      if (!reply.ok) return reply
      return reply.value === null ? this.#attach(owner, chat, ask.turn, after) : ok(reply.value)
    })
  }

  /** Attaches to a turn, running or ended, behind this position. */
  events(owner: string, chat: string, turn: string, after: Position): Promise<Reply<Stream>> {
    return named(() => this.#attach(owner, chat, turn, after))
  }

  /**
   * The live feed of the owner that the path names, `/<owner>`: a WebSocket can be opened by a request alone, not by a
   * method.
   */
  override fetch(request: Request): Promise<Response> {
    return feed(this.env, new URL(request.url).pathname.slice(1)).fetch(request)
  }

  /** Stops a turn; what had arrived is kept. */
  stop(owner: string, chat: string, turn: string): Promise<Reply<null>> {
    return named(() => stop(this.env, owner, chat, turn))
  }

  #attach(owner: string, chat: string, turn: string, after: Position): Promise<Reply<Stream>> {
    return attach(this.env, owner, chat, turn, after, work => this.ctx.waitUntil(work))
  }
}

/** The runtime says so of what it throws: the object that was called is gone, and a new one would take its place. */
const wasReset = (error: unknown): boolean =>
  error instanceof Error &&
  (('durableObjectReset' in error && error.durableObjectReset === true) ||
    ('retryable' in error && error.retryable === true) ||
    ('remote' in error &&
      error.remote === true &&
      /abort|reset|killed|no longer active/i.test(error.message)))

/** What fails is named: D1's own failure is one that passes, a wrong setting the owner's, all else a fault of ours. */
async function named<T>(work: () => Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    // An object that was just reset, by a deploy or a crash, refuses the call under way; its next life answers.
    return await work().catch((error: unknown) => {
      if (!wasReset(error)) throw error
      return work()
    })
  } catch (error) {
    if (error instanceof Misconfigured) {
      log('misconfigured', { detail: error.message })
      return no('misconfigured')
    }
    const away = isD1s(error) || wasReset(error)
    log(away ? 'memory' : 'error', { detail: causeOf(error) })
    return no(away ? 'history_unavailable' : 'internal')
  }
}

export default {} satisfies ExportedHandler<HistoryEnv>
