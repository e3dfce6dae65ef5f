/** What comes from outside, as those behind the edge find it. What is refused in all is seen by `test/refusals.test.ts`. */

import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { QUESTION_CHARS, TITLE_CHARS } from '../protocol/limits.ts'
import type { App } from './app.ts'
import { check, ownTurn } from './check.ts'
import { Ask, Change, ChatPath, PieceQuery } from './contract/requests.ts'

const app = new Hono<App>()
  .post('/:chat/turns', check('param', ChatPath), check('json', Ask), ownTurn, c =>
    c.json(c.req.valid('json'))
  )
  .get('/:chat', check('param', ChatPath), check('query', PieceQuery), c => c.json(c.req.valid('query')))
  .patch('/:chat', check('param', ChatPath), check('json', Change), c => c.json(c.req.valid('json')))

const [CHAT, TURN, PARENT] = [1, 2, 3].map(n => `01999999-0000-7000-8000-00000000000${n}`)

async function send(method: string, path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await app.request(path, { method, headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const ask = (more: object) =>
  send('POST', `/${CHAT}/turns`, { turn: TURN, parent: PARENT, model: 'm', ...more })
const rename = (title: string) => send('PATCH', `/${CHAT}`, { title })

describe('a lone surrogate', () => {
  it('is made well-formed in whatever a person writes, unit for unit', async () => {
    expect((await ask({ text: 'a\ud83db\udc00', model: 'm\ud800' })).body).toMatchObject({
      text: 'a\ufffdb\ufffd',
      model: 'm\ufffd',
    })
    expect((await rename('\udc00 half')).body).toEqual({ title: '\ufffd half' })
  })

  it('costs whoever writes a whole emoji nothing, at the greatest length too', async () => {
    const text = '🦔'.repeat(QUESTION_CHARS / 2)
    const title = '🦔'.repeat(TITLE_CHARS / 2)
    expect((await ask({ text })).body['text']).toBe(text)
    expect((await rename(title)).body).toEqual({ title })
    expect((await ask({ text: `${text}x` })).status).toBe(400)
    expect((await rename(`${title}x`)).status).toBe(400)
  })
})

describe('what does not fit', () => {
  const LONG = 'what a visitor wrote '.repeat(1_000)

  it.for([
    [{ turn: LONG }, 'turn is not a UUID'],
    [{ think: LONG }, 'think is no boolean'],
    [{ model: { name: LONG } }, 'model is no string'],
    [{ turn: undefined }, 'turn is missing'],
    [{ options: LONG }, 'options is not known here'],
    [{ [LONG]: 1 }, `${LONG.slice(0, 100)} is not known here`],
  ] as const)('is named, and nothing of it is quoted: %#', async ([more, why]) => {
    expect((await ask({ text: 'x', ...more })).body['message']).toBe(
      `Burrow could not read this request: ${why}.`
    )
  })
})

describe('a turn', () => {
  it.for([
    ['what it answers to', { parent: TURN, text: 'x' }],
    ['what it resumes', { resume: TURN }],
    ['its chat', { turn: CHAT, text: 'x' }],
    ['its chat, in capitals', { turn: CHAT?.toUpperCase(), text: 'x' }],
    ['what it answers to, in capitals', { parent: TURN?.toUpperCase(), text: 'x' }],
  ] as const)('is refused by the id of %s', async ([, more]) => {
    const { status, body } = await ask(more)
    expect(status).toBe(400)
    expect(body).toEqual({
      code: 'bad_request',
      message: 'Burrow could not read this request: The request names its turn by the id of something else.',
      retryable: false,
    })
  })

  it('is taken by an id of its own', async () => {
    expect((await ask({ text: 'x' })).status).toBe(200)
    expect((await ask({ text: 'x', parent: null })).status).toBe(200)
    expect((await ask({ resume: CHAT })).status).toBe(200)
  })
})

describe('a piece of a chat', () => {
  const open = async (query: string) => {
    const response = await app.request(`/${CHAT}${query}`)
    return { status: response.status, body: await response.json() }
  }

  it.for([
    ['', {}],
    [`?through=${TURN}`, { through: TURN }],
    [`?before=${TURN?.toUpperCase()}`, { before: TURN }],
    [`?through=${TURN}&before=${PARENT}&other=1`, { through: TURN, before: PARENT }],
  ] as const)('is asked for by the ids of messages: %s', async ([query, body]) => {
    expect(await open(query)).toEqual({ status: 200, body })
  })

  it.for(['?through=', '?before=x', `?through=${TURN}&through=${PARENT}`, `?before=${TURN}%20`])(
    'is refused by anything else: %s',
    async query => {
      expect(await open(query)).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    }
  )
})
