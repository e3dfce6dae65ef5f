/** History: what is remembered. `History` is its whole contract; it has no other door. */

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
import type { Stock } from '../protocol/stock.ts'
import { PROTOCOL } from '../protocol/version.ts'
import type { Trace } from '../protocol/trace.ts'
import type { Watching } from '../protocol/watching.ts'
import { attach, changeChat, session, stop } from './chat.ts'
import { parseCursor } from './cursor.ts'
import { feed, tell } from './feed/tell.ts'
import { again, named } from './named.ts'
import { openChat } from './open-chat.ts'
import { People } from './people.ts'
import { listChats } from './queries/chats.ts'
import { answers, database } from './queries/database.ts'
import { readStock } from './queries/stock.ts'
import { type Asked, room } from './room.ts'
import { settings } from './settings.ts'

export { VisitorFeed } from './feed/visitor-feed.ts'
export { ChatSession } from './session/chat-session.ts'

/**
 * Every method but `health`, `stock` and `keyOwner` names the owner first, and reaches nothing that is another's. `requestId`, last, is what the
 * log calls the request; a gateway of an older Burrow, which answers while this one is being deployed, sends none.
 */
export class History extends People {
  /** The owner's chats, newest first; `cursor` is that of the page before. */
  chats(owner: string, cursor: string | null, requestId?: string): Promise<Reply<ChatPage>> {
    const after = cursor === null ? null : parseCursor(cursor)
    if (cursor !== null && after === null)
      return Promise.resolve(no('bad_request', { message: 'This is no cursor.' }))
    return named(requestId, async () => ok(await listChats(database(this.env, owner), owner, after)))
  }

  /** A chat with a piece of one path through it, the newest where none is named, and the turn that runs. */
  open(owner: string, chat: string, query: PathQuery = {}, requestId?: string): Promise<Reply<OpenChat>> {
    return named(requestId, () => openChat(this.env, owner, chat, query))
  }

  change(owner: string, chat: string, change: ChatChange, requestId?: string): Promise<Reply<ChatSummary>> {
    return named(requestId, () => changeChat(this.env, owner, chat, change, requestId))
  }

  /** Deletes for good. A turn that runs is stopped first. */
  delete(owner: string, chat: string, requestId?: string): Promise<Reply<null>> {
    return named(requestId, async () =>
      (await session(this.env, owner, chat).forget(owner, chat, requestId)) ? ok(null) : no('not_found')
    )
  }

  /** Is there room for this question? */
  room(owner: string, asked: Asked, requestId?: string): Promise<Reply<null>> {
    return named(requestId, () => room(this.env, owner, asked))
  }

  /** Asks; or attaches, if this turn was asked before. The stream is SSE and ends with the turn. */
  turn(owner: string, chat: string, ask: TurnRequest, after: Position, trace: Trace = {}): Promise<Watching> {
    return named<Watching>(trace.requestId, async () => {
      settings(this.env)
      const reply = await session(this.env, owner, chat).turn(owner, chat, ask, after, trace)
      return (reply as Watching | null) ?? this.#attach(owner, chat, ask.turn, after)
    })
  }

  /** Attaches to a turn, running or ended, behind this position. */
  events(owner: string, chat: string, turn: string, after: Position, requestId?: string): Promise<Watching> {
    return named<Watching>(requestId, () => this.#attach(owner, chat, turn, after))
  }

  /**
   * Whether a turn goes on whose stream has ended: null where it has ended too, or is not here. `atStart`: whoever watched
   * it until it had to wait had seen nothing of its text.
   */
  waits(
    owner: string,
    chat: string,
    turn: string,
    requestId?: string
  ): Promise<Reply<{ atStart: boolean } | null>> {
    return named(requestId, async () => ok(await session(this.env, owner, chat).waits(turn)))
  }

  /**
   * The box has a place for a turn that waits: its session goes on with it. True once that is written down, or where it runs
   * already; false where it neither waits nor runs.
   */
  granted(owner: string, chat: string, turn: string): Promise<boolean> {
    return again(() => session(this.env, owner, chat).granted(turn))
  }

  /** The box was away, and is back: a turn of this owner that waits for it stands in the queue again. Their tabs are told. */
  back(owner: string): Promise<void> {
    return tell(this.env, owner, { type: 'back' }, undefined)
  }

  /** Does this turn run? One that waits does not. */
  runs(owner: string, chat: string, turn: string): Promise<boolean> {
    return again(() => session(this.env, owner, chat).runs(turn))
  }

  /**
   * The live feed of the owner that the path names, `/<owner>`: a WebSocket can be opened by a request alone, not by a
   * method.
   */
  override fetch(request: Request): Promise<Response> {
    return feed(this.env, new URL(request.url).pathname.slice(1)).fetch(request)
  }

  /** Stops a turn; what had arrived is kept. */
  stop(owner: string, chat: string, turn: string, requestId?: string): Promise<Reply<null>> {
    return named(requestId, () => stop(this.env, owner, chat, turn))
  }

  /** The owner of the box ends a turn, and whoever asked reads that. What had arrived is kept. */
  end(owner: string, chat: string, turn: string, requestId?: string): Promise<Reply<null>> {
    return named(requestId, () => stop(this.env, owner, chat, turn, 'owner'))
  }

  /**
   * Whether D1 answers and has its tables, and which protocol history speaks. It reads one row, and does not find out
   * whether D1 takes a write.
   */
  health(requestId: string): Promise<Reply<{ protocol: number }>> {
    return named(requestId, async () => {
      settings(this.env)
      await answers(database(this.env, ''))
      return ok({ protocol: PROTOCOL })
    })
  }

  /** What is kept of everybody, taken together. It reads a row or two. */
  stock(requestId?: string): Promise<Reply<Stock>> {
    return named(requestId, async () => ok(await readStock(database(this.env, ''))))
  }

  #attach(owner: string, chat: string, turn: string, after: Position): Promise<Watching> {
    return attach(this.env, owner, chat, turn, after, work => this.ctx.waitUntil(work))
  }
}

export default {} satisfies ExportedHandler<HistoryEnv>
