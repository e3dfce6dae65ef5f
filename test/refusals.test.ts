/** What the public API refuses: each refusal has its status and its problem, and leaves nothing behind. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { BODY_BYTES, QUESTION_CHARS, TITLE_CHARS } from '../workers/protocol/limits.ts'
import type { ModelList } from '../workers/protocol/nouns.ts'
import { type ProblemCode, problems } from '../workers/protocol/problems.ts'
import { startSystem, type System, until } from './system.ts'
import { ask, type Chat, settled, type Visitor } from './visitor.ts'

let system: System
let visitor: Visitor
let chat: Chat
let turn: string
beforeAll(async () => {
  system = await startSystem()
  const { owner, ...rest } = await settled(system.visitor())
  visitor = owner
  chat = rest.chat
  turn = rest.turn
})
afterAll(() => system.stop())

interface Row {
  what: string
  code?: ProblemCode
  method?: string
  /** `:chat` and `:turn` stand for those that exist. */
  path?: string
  body?: unknown
  headers?: Record<string, string>
}

const SOME = crypto.randomUUID()

const question = (more: object) => ({ ...ask('bench-fast:1b', 'tokens=1'), ...more })
const asking = (what: string, body: unknown, code?: ProblemCode): Row => ({
  what,
  body,
  method: 'POST',
  path: '/api/chats/:new/turns',
  ...(code === undefined ? {} : { code }),
})
const renaming = (what: string, body: unknown): Row => ({
  what,
  body,
  method: 'PATCH',
  path: '/api/chats/:chat',
})
const reading = (what: string, path: string, code: ProblemCode = 'bad_request'): Row => ({ what, path, code })
const attaching = (id: string): Row => ({
  what: `an event id “${id}”`,
  path: '/api/chats/:chat/turns/:turn/events',
  headers: { 'last-event-id': id },
})

const ROWS: Row[] = [
  asking('a question that is no JSON', '{"turn":'),
  asking('a question that is a list', []),
  asking('a question that is null', 'null'),
  asking('an empty body', ''),
  asking('a question without a turn', question({ turn: undefined })),
  asking('a turn that is no UUID', question({ turn: 'x' })),
  asking('a turn that is a number', question({ turn: 7 })),
  asking('a question without a parent', question({ parent: undefined })),
  asking('a parent that is no UUID', question({ parent: '../../etc/passwd' })),
  asking('a text that is a number', question({ text: 7 })),
  asking('a text that is null', question({ text: null })),
  asking('an empty text', question({ text: '' })),
  asking('a text of white space', question({ text: ' \n\t ' })),
  asking('a text that is too long', question({ text: 'x'.repeat(QUESTION_CHARS + 1) })),
  asking('a model that is a list', question({ model: ['bench-fast:1b'] })),
  asking('a model without a name', question({ model: '' })),
  asking('a model with an endless name', question({ model: 'x'.repeat(5_000) })),
  asking('a wish to think that is a word', question({ think: 'yes' })),
  asking('options for the box', question({ options: { num_ctx: 1_000_000 } })),
  asking('messages for the box', question({ messages: [{ role: 'system', content: 'x' }] })),
  asking('an id of a question', question({ id: crypto.randomUUID() })),
  asking('no text at the top of a chat', question({ text: undefined })),
  asking('a parent that is not there', question({ parent: crypto.randomUUID() }), 'not_found'),
  asking('a turn by the id of its parent', question({ turn: SOME, parent: SOME })),
  asking('a turn by the id of what it resumes', question({ turn: SOME, text: undefined, resume: SOME })),
  { ...asking('a turn by the id of its chat', question({ turn: SOME })), path: `/api/chats/${SOME}/turns` },
  asking('a question that resumes an answer', question({ resume: crypto.randomUUID() })),
  asking(
    'an answer resumed that is not there',
    question({ text: undefined, parent: crypto.randomUUID(), resume: crypto.randomUUID() }),
    'not_found'
  ),
  asking(
    'a model that cannot go on, asked to',
    question({ text: undefined, model: 'parrot:1b', resume: crypto.randomUUID() }),
    'no_continuation'
  ),
  asking('a model that is not there', question({ model: 'llama9:1b' }), 'not_allowed'),
  asking('a body over the limit', question({ text: 'x'.repeat(BODY_BYTES) }), 'too_large'),
  { ...asking('a form', 'text=hello'), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { ...asking('a chat that is no UUID', question({})), path: '/api/chats/mine/turns' },
  renaming('a name that is a number', { title: 7 }),
  renaming('an empty name', { title: ' ' }),
  renaming('a name that is too long', { title: 'x'.repeat(TITLE_CHARS + 1) }),
  renaming('a change of what cannot be changed', { updatedAt: 1 }),
  renaming('a change of nothing', {}),
  reading('a chat that is no UUID', '/api/chats/mine'),
  reading('a path through what is no message', '/api/chats/:chat?through=x'),
  reading('a piece before what is no message', '/api/chats/:chat?before='),
  reading('a cursor that is none', '/api/chats?cursor=x'),
  reading('a cursor that is SQL', `/api/chats?cursor=${encodeURIComponent("1.' OR 1=1 --")}`),
  reading('an endless cursor', `/api/chats?cursor=${'1'.repeat(5_000)}`),
  reading('a turn that is no UUID', '/api/chats/:chat/turns/now/events'),
  reading('a turn that is not there', `/api/chats/:chat/turns/${crypto.randomUUID()}/events`, 'not_found'),
  reading('a chat that is not there', `/api/chats/${crypto.randomUUID()}`, 'not_found'),
  attaching('x'),
  attaching('-1'),
  attaching('1e9'),
  attaching('0.0.0'),
  attaching('99999999999'),
  reading('a path that is none', '/api/nothing', 'not_found'),
  reading('the API itself', '/api/', 'not_found'),
  reading("the box's own path", '/api/tags', 'not_found'),
  {
    what: 'the box asked to pull',
    method: 'POST',
    path: '/api/pull',
    body: { model: 'x' },
    code: 'not_found',
  },
  { what: 'a method that is none', method: 'PUT', path: '/api/chats', body: {}, code: 'not_found' },
  { what: 'a chat that is posted', method: 'POST', path: '/api/chats/:chat', body: {}, code: 'not_found' },
  { what: 'all chats at once deleted', method: 'DELETE', path: '/api/chats', code: 'not_found' },
]

const send = ({ method = 'GET', path = '', body, headers }: Row) =>
  visitor.call(
    method,
    path.replace(':chat', chat.id).replace(':turn', turn).replace(':new', crypto.randomUUID()),
    body,
    headers
  )

describe('the API', () => {
  it.for(ROWS)('refuses $what', async (row, { expect }) => {
    const code = row.code ?? 'bad_request'
    const response = await send(row)
    const { message, ...told } = (await response.json()) as { message: string }

    expect(told).toEqual({ code, retryable: false })
    expect(response.status).toBe(problems[code].status)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(message).toMatch(/^[A-Z].{10,150}\.$/)
  })

  it('refuses a body over the limit that does not say how long it is', async ({ expect }) => {
    const chunk = new TextEncoder().encode('x'.repeat(64 * 1024))
    let left = Math.ceil(BODY_BYTES / chunk.length) + 1
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(chunk)
        else controller.close()
      },
    })
    // Refused before it was read to its end, it costs its connection.
    const headers = {
      'content-type': 'application/json',
      cookie: visitor.cookie,
      origin: system.url,
      connection: 'close',
    }
    const path = `${system.url}/api/chats/${crypto.randomUUID()}/turns`
    const response = await fetch(path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'too_large' })
  })

  it('was left as it was by all of that', async ({ expect }) => {
    expect((await visitor.chats()).chats.map(({ id }) => id)).toEqual([chat.id])
    expect((await chat.open()).messages).toHaveLength(2)
    // Beside the one answer the box was only asked what its models can do.
    expect(system.demo.requests.filter(({ kind }) => kind !== 'render')).toHaveLength(1)
  })

  it('takes an id in capitals as the same id, and a question of the greatest length', async ({ expect }) => {
    const text = 'ü'.repeat(QUESTION_CHARS)
    await until('the context is known', async () => {
      const { models } = await visitor.get<ModelList>('/api/models')
      return models.find(({ name }) => name === 'bench-fast:1b')?.context
    })
    const sent = await visitor.chat(chat.id.toUpperCase()).send(ask('bench-fast:1b', text, { parent: turn }))
    const told = await sent.text()

    // It is taken, and too long for this model alone: it is told by how much, and nothing of it is sent.
    expect(told).toMatch(/too_long|tokens longer than the model can read/)
    expect(
      system.demo.requests.some(({ messages }) => messages.some(({ content }) => content === text))
    ).toBe(false)
  })
})
