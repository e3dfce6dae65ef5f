/** History: what is remembered. `History` is its whole contract; it has no other door. */

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ChatChange, ChatPage, ChatSummary, OpenChat, TurnRequest } from '../protocol/nouns.ts'
import type { Position } from '../protocol/position.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import { attach, changeChat, openChat, session, stop } from './chat.ts'
import { parseCursor } from './cursor.ts'
import { feed } from './feed/tell.ts'
import { database, listChats } from './queries.ts'

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
    return remember(async () => ok(await listChats(database(this.env.DB), owner, after)))
  }

  /** A chat with its tree of messages and the turn that runs. */
  open(owner: string, chat: string): Promise<Reply<OpenChat>> {
    return remember(() => openChat(this.env, owner, chat))
  }

  change(owner: string, chat: string, change: ChatChange): Promise<Reply<ChatSummary>> {
    return remember(() => changeChat(this.env, owner, chat, change))
  }

  /** Deletes for good. A turn that runs is stopped first. */
  delete(owner: string, chat: string): Promise<Reply<null>> {
    return remember(async () =>
      (await session(this.env, owner, chat).forget(owner, chat)) ? ok(null) : no('not_found')
    )
  }

  /** Asks; or attaches, if this turn was asked before. The stream is SSE and ends with the turn. */
  async turn(owner: string, chat: string, ask: TurnRequest, after: Position): Promise<Reply<Stream>> {
    return session(this.env, owner, chat).turn(owner, chat, ask, after)
  }

  /** Attaches to a turn, running or ended, behind this position. */
  events(owner: string, chat: string, turn: string, after: Position): Promise<Reply<Stream>> {
    return remember(() => attach(this.env, owner, chat, turn, after))
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
    return remember(() => stop(this.env, owner, chat, turn))
  }
}

/** D1 may be away for a while: that is a refusal that says so, not a crash. */
async function remember<T>(work: () => Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await work()
  } catch (error) {
    console.warn(JSON.stringify({ burrow: 'memory', detail: String(error) }))
    return no('history_unavailable')
  }
}

export default {} satisfies ExportedHandler<HistoryEnv>
