/**
 * A page whose turns go as a test says, event by event. All else that it asks is answered by Burrow: what a real queue
 * tells depends on everybody who is in it.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { json as readJson } from 'node:stream/consumers'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { TurnEvent } from '../workers/protocol/events.ts'
import type { Message, MessageStatus, OpenChat, TurnRequest } from '../workers/protocol/nouns.ts'
import type { TurnState } from '../workers/protocol/turn-state.ts'
import { type Desk, type Person, sitDown } from './person.ts'
import { json, plant } from './planted.ts'

export interface Stage {
  desk: Desk
  person: Person
  /** What was asked, in its order, and the turns that were stopped. */
  asked: TurnRequest[]
  stopped: string[]
  /** How often somebody came to a turn that was asked before. */
  attached(): number
  /** Tells whoever follows the newest turn, and whoever comes to it later. What an older or newer Burrow says is no `TurnState`. */
  tells(state: TurnState | object): void
  /** Ends the newest turn. */
  ends(status: MessageStatus, text: string): void
  close(): Promise<void>
}

interface Turn {
  request: TurnRequest
  question: string
  state: object | null
  viewers: Set<ServerResponse>
  end: Message | null
}

export async function setStage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {}
): Promise<Stage> {
  const turns = new Map<string, Turn>()
  const asked: TurnRequest[] = []
  const stopped: string[] = []
  let attached = 0
  const newest = (): Turn => {
    const turn = [...turns.values()].at(-1)
    if (!turn) throw new Error('Nothing was asked yet.')
    return turn
  }
  const { port, close } = await plant((request, response) => {
    const [, , , , , id] = (request.url ?? '').split('/')
    const turn = id === undefined ? undefined : turns.get(id)
    if (request.method === 'POST') void begin(request, response)
    else if (id === undefined) json(response, openChat(newest()))
    else if (!turn) json(response, { code: 'not_found', message: 'There is nothing here.' }, 404)
    else if (request.method === 'DELETE') {
      stopped.push(id)
      response.writeHead(204).end()
      end(turn, 'stopped', '')
    } else {
      attached += 1
      attend(turn, response)
    }
  })
  const begin = async (request: IncomingMessage, response: ServerResponse) => {
    // The page's own words, which Burrow would look at.
    const body = (await readJson(request)) as TurnRequest
    asked.push(body)
    const question = body.text === undefined ? (body.parent ?? '') : crypto.randomUUID()
    const turn = { request: body, question, state: null, viewers: new Set<ServerResponse>(), end: null }
    turns.set(body.turn, turn)
    attend(turn, response)
  }
  const desk = await sitDown(browser, url, options)
  await desk.context.route(/\/api\/chats\/[^/?]+/, route =>
    route.continue({ url: `http://127.0.0.1:${port}${new URL(route.request().url()).pathname}` })
  )
  return {
    desk,
    person: await desk.open(),
    asked,
    stopped,
    attached: () => attached,
    tells(state) {
      const turn = newest()
      turn.state = state
      for (const viewer of turn.viewers) tell(viewer, state)
    },
    ends: (status, text) => end(newest(), status, text),
    async close() {
      await desk.context.close()
      for (const { viewers } of turns.values()) for (const viewer of viewers) viewer.end()
      close()
    },
  }
}

function attend(turn: Turn, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(': here\n\n')
  turn.viewers.add(response.on('close', () => turn.viewers.delete(response)))
  if (turn.end) response.end(frame('done', { message: turn.end }))
  else if (turn.state) tell(response, turn.state)
}

/** While the box is away no stream is kept. */
function tell(viewer: ServerResponse, state: object): void {
  viewer.write(frame('state', state))
  if ('until' in state) viewer.end()
}

function end(turn: Turn, status: MessageStatus, text: string): void {
  turn.end = { ...answerOf(turn), status, text }
  for (const viewer of turn.viewers) viewer.end(frame('done', { message: turn.end }))
}

const frame = (event: TurnEvent['type'], data: object): string =>
  `event: ${event}\nid: 0\ndata: ${JSON.stringify(data)}\n\n`

const answerOf = ({ request, question, end: ended }: Turn): Message =>
  ended ?? {
    id: request.turn,
    parent: question,
    role: 'assistant',
    status: 'running',
    text: '',
    model: request.model,
    createdAt: Date.now(),
  }

/** A chat of this one turn, as it is opened. */
function openChat(turn: Turn): OpenChat {
  const { request, question, state } = turn
  const text = request.text ?? ''
  const chat = { id: crypto.randomUUID(), title: text, updatedAt: Date.now() }
  const asking: Message = {
    id: question,
    parent: null,
    role: 'user',
    status: 'done',
    text,
    createdAt: Date.now(),
  }
  const running = turn.end
    ? null
    : { turn: request.turn, position: 0, ...(state && { state: state as TurnState }) }
  return { chat, messages: [asking, answerOf(turn)], earlier: false, cut: null, running }
}
