/** What a visitor hears of the box: one verdict, whichever call asks. */

import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ModelList, Status } from '../../protocol/nouns.ts'
import { no, type Problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import type { Who } from '../identity/who.ts'
import { ask as askBox, outcome } from '../testing/asking.ts'
import { type Box, envOf, fakeBox, html, json, silence, type Table, tagsOf } from '../testing/fake-box.ts'
import { models } from './models.ts'
import { status } from './status.ts'
import { turns } from './turns.ts'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const VISITOR: Who = { visitor: 'ada', known: 'anonymous', newcomer: false, isOwner: false }

const app = new Hono<App>()
  .use(async (c, next) => {
    c.set('who', VISITOR)
    c.set('visitor', VISITOR.visitor)
    await next()
  })
  .route('/status', status)
  .route('/models', models)
  .route('/chats', turns)
const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }

/** History takes every turn, and has answered it; it knows none from before. */
const HISTORY = {
  room: () => Promise.resolve({ ok: true, value: null }),
  events: () => Promise.resolve(no('not_found')),
  turn: () => Promise.resolve({ ok: true, value: new Response('').body, over: true }),
}

const call = async (box: Box, path: string, body?: unknown, more: Record<string, string> = {}) => {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return app.request(path, init, { ...envOf(box, more), HISTORY }, context)
}

const get = async <T>(box: Box, path: string, more: Record<string, string> = {}): Promise<T> =>
  (await call(box, path, undefined, more)).json()

const turn = (box: Box, request: object, more: Record<string, string> = {}) => {
  const ids = { turn: crypto.randomUUID(), parent: null }
  return call(box, `/chats/${crypto.randomUUID()}/turns`, { ...ids, model: 'a:1b', ...request }, more)
}

let digests = 0
const chats = (name: string) => ({ name, digest: `${name} ${(digests += 1)}`, capabilities: ['completion'] })

const good: Table = {
  '/api/version': () => json({ version: '0.33.0' }),
  '/api/tags': () => tagsOf(chats('a:1b'), chats('b:1b')),
  '/api/ps': () => json({ models: [{ name: 'b:1b' }, { name: 'private:70b' }] }),
}

const all = (response: () => Response): Table =>
  Object.fromEntries(['version', 'tags', 'ps', 'show', 'chat'].map(name => [`/api/${name}`, response]))

describe('status, models and a turn', () => {
  it.for<[string, Table, Status['box'], string]>([
    ['a login page', all(() => html(200)), 'misconfigured', 'upstream_auth'],
    ['another server', all(() => json({ hello: 'world' })), 'misconfigured', 'not_ollama'],
    ["a proxy's refusal", all(() => json({ error: 'no' }, 403)), 'misconfigured', 'upstream_auth'],
    ['a Tunnel that is down', all(() => html(530)), 'offline', 'host_offline'],
    ['nothing', {}, 'offline', 'host_unreachable'],
  ])('give one verdict of %s', async ([, table, state, code]) => {
    const told = await get<Status>(fakeBox(table), '/status')
    const listed = await get<Problem>(fakeBox(table), '/models')

    expect(told).toMatchObject({ box: state, loaded: [], problem: { code } })
    expect(listed.code).toBe(code)
    expect(await outcome(askBox(fakeBox(table), { again: true }))).toBe(code)
  })

  it('say that no model is installed that can chat', async () => {
    const box = fakeBox({ ...good, '/api/tags': () => tagsOf({ name: 'e', capabilities: ['embedding'] }) })

    expect(await get<Status>(box, '/status')).toMatchObject({ box: 'ready', problem: { code: 'no_models' } })
    expect(await get<ModelList>(box, '/models')).toEqual({ models: [] })
    expect(await (await turn(box, { text: '?' })).json()).toMatchObject({ code: 'no_models' })
  })

  it('name what is loaded of what is offered, and nothing else', async () => {
    expect(await get<Status>(fakeBox(good), '/status')).toMatchObject({ box: 'ready', loaded: ['b:1b'] })
    expect(await get<Status>(fakeBox(good), '/status', { MODELS: 'a:1b' })).toMatchObject({ loaded: [] })
  })

  it('say that wrong settings are the owner’s', async () => {
    const told = await get<Status>(fakeBox(good), '/status', { COOKIE_SECRET: 'short' })

    expect(told).toMatchObject({ box: 'misconfigured', problem: { code: 'misconfigured' } })
  })
})

it('[C1] a model has the context that the host reported of it', async () => {
  vi.useFakeTimers()
  const a = chats('a:1b')
  const box = fakeBox({
    ...good,
    '/api/tags': () => tagsOf(a),
    '/api/ps': () => json({ models: [{ ...a, context_length: 2_048 }] }),
  })

  expect((await get<ModelList>(box, '/models')).models).toMatchObject([{ loaded: true, context: 2_048 }])
  box.table['/api/ps'] = () => json({ models: [] })
  await vi.advanceTimersByTimeAsync(2_000)
  expect((await get<ModelList>(box, '/models')).models).toMatchObject([{ loaded: false, context: 2_048 }])
})

describe('at the door', () => {
  it('[V2] only an offered model may be asked, whether or not the box is there', async () => {
    const refused = await turn(fakeBox(good), { text: '?', model: 'private:70b' })
    const kept = await turn(fakeBox({}), { text: '?', model: 'any:1b' })

    expect(await refused.json()).toMatchObject({ code: 'not_allowed' })
    expect(kept.status).toBe(200)
  })

  const resuming = (table: Table) => turn(fakeBox({ ...good, ...table }), { resume: crypto.randomUUID() })

  it('[T8] an answer is gone on with where the template allows it', async () => {
    const shows = (rendered_template: string) => () => json({ _debug_info: { rendered_template } })

    expect((await resuming({ '/api/chat': shows('<a>BURROWPREFILL') })).status).toBe(200)
    expect(await (await resuming({ '/api/chat': shows('BURROWPREFILL</a>') })).json()).toMatchObject({
      code: 'no_continuation',
    })
    expect(await (await resuming({ '/api/tags': () => html(530) })).json()).toMatchObject({
      code: 'host_offline',
    })
  })

  it('[T12] nobody stands while the model is loaded: the turn waits, and says so', async () => {
    vi.useFakeTimers()
    const box = fakeBox({ ...good, '/api/chat': silence })
    const asked = turn(box, { resume: crypto.randomUUID() })
    await vi.waitFor(() => expect(box.at('/api/chat')).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(5_000)

    expect((await asked).status).toBe(200)
  })
})
