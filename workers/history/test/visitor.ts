/** A visitor of the tests: asks History as the gateway does, and reads its streams as the page does. */

import { env, exports } from 'cloudflare:workers'
import { createParser } from 'eventsource-parser'
import { v7 as uuid } from 'uuid'
import type { TurnEvent } from '../../protocol/events.ts'
import type { ChatPage, ChatSummary, OpenChat, PathQuery, TurnRequest } from '../../protocol/nouns.ts'
import { parsePosition, type Position, START } from '../../protocol/position.ts'
import type { History as HistoryContract } from '../index.ts'
import type { Reply } from '../../protocol/problems.ts'
import type { Trace } from '../../protocol/trace.ts'

export type Seen = TurnEvent & { at: Position }
type Stream = ReadableStream<Uint8Array>

/** Both Workers are one TypeScript program, which takes the gateway for the main module; here it is history. */
const { History } = exports as unknown as {
  History: (options: { props: object }) => Service<HistoryContract>
}
export const history = () => History({ props: {} })

/** One chat of a new visitor. */
export function newChat(owner: string = uuid(), chat: string = uuid()) {
  const ask = (model: string, text: string | undefined, more: Partial<TurnRequest> = {}): TurnRequest => ({
    turn: uuid(),
    parent: null,
    ...(text === undefined ? {} : { text }),
    model,
    ...more,
  })
  return {
    owner,
    chat,
    ask,
    /** Where a test does not say what the log calls the request, it is called as its turn. */
    send: (request: TurnRequest, trace: Trace = { requestId: request.turn }) =>
      history().turn(owner, chat, request, START, trace) as Promise<Reply<Stream>>,
    attach: (turn: string, after: Position = START) =>
      history().events(owner, chat, turn, after) as Promise<Reply<Stream>>,
    stop: (turn: string) => history().stop(owner, chat, turn) as Promise<Reply<null>>,
    open: (query: PathQuery = {}) => history().open(owner, chat, query) as Promise<Reply<OpenChat>>,
    list: (requestId?: string) => history().chats(owner, null, requestId) as Promise<Reply<ChatPage>>,
    rename: (title: string, requestId?: string) =>
      history().change(owner, chat, { title }, requestId) as Promise<Reply<ChatSummary>>,
    delete: (requestId?: string) => history().delete(owner, chat, requestId) as Promise<Reply<null>>,
    health: (requestId: string) => history().health(requestId) as Promise<Reply<null>>,
    session: () => env.SESSIONS.getByName(`${owner}/${chat}`),
  }
}

/** A word that no other question has. */
export const mark = () => `mark-${crypto.randomUUID()}`

export type Chat = ReturnType<typeof newChat>

/** The value of a reply that must be good. */
export function good<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply.problem)}`)
  return reply.value
}

/** The events of a stream as they come. */
export async function* events(stream: Stream): AsyncGenerator<Seen> {
  const ready: Seen[] = []
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      const at = parsePosition(id ?? '')
      if (at === null) throw new Error(`an event without a position: ${event} ${data}`)
      ready.push({ type: event, data: JSON.parse(data), at } as Seen)
    },
  })
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    yield* ready.splice(0)
  }
}

export interface Watched {
  thinking: string
  text: string
  seen: Seen[]
  /** The terminal event; undefined when the stream broke off before one. */
  end: Seen | undefined
  at: Position
}

/** What a page would show: reads until `enough` says so, or to the end; starts from what it showed before. */
export async function watch(
  stream: Stream,
  before: Pick<Watched, 'thinking' | 'text' | 'at'> = { thinking: '', text: '', at: START },
  enough: (watched: Watched) => boolean = () => false
): Promise<Watched> {
  const watched: Watched = { ...before, seen: [], end: undefined }
  for await (const event of events(stream)) {
    watched.seen.push(event)
    watched.at = event.at
    if (event.type === 'text') watched.text += event.data.text
    if (event.type === 'thinking') watched.thinking += event.data.text
    if (event.type === 'rewind') Object.assign(watched, cutBack(watched, event.data.position))
    if (event.type === 'done' || event.type === 'problem') watched.end = event
    if (enough(watched)) break
  }
  return watched
}

/** The tests' models think first and then write, so what was seen last is cut first. */
function cutBack({ thinking, text }: Watched, position: number): Pick<Watched, 'thinking' | 'text'> {
  return {
    thinking: thinking.slice(0, position),
    text: text.slice(0, Math.max(0, position - thinking.length)),
  }
}

export interface Upstream {
  model: string
  messages: { role: string; content: string }[]
  content: string
  /** Unix time in milliseconds. */
  arrivedAt: number
  ended: string | null
}

/** What the demo saw, and sent, for a question that contains `word`. */
export async function upstream(word: string): Promise<Upstream[]> {
  const response = await fetch(`${env.DEMO}/_demo/requests`)
  const all = await response.json<Upstream[]>()
  return all.filter(request => request.messages?.some(message => message.content.includes(word)))
}

/** The upstream request of this question, once the demo has seen its side close; the test's own time limit bounds the wait. */
export async function closed(word: string): Promise<Upstream> {
  for (;;) {
    const [request] = await upstream(word)
    if (request?.ended) return request
    await scheduler.wait(20)
  }
}
