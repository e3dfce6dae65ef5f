/** The demo as a host: what it says about itself, what it refuses, and what it holds in memory. */

import { afterEach, describe, it } from 'vitest'

import { ask, post, user } from './client.ts'
import type { Demo, DemoOptions } from './server.ts'
import { answerOf, startDemo } from './server.ts'

const messages = [user('Hello?')]
const running: Demo[] = []

async function start(options: DemoOptions = {}): Promise<Demo> {
  const demo = await startDemo({ rate: 0, ...options })
  running.push(demo)
  return demo
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(demo => demo.close()))
})

async function read(
  demo: Demo,
  path: string
): Promise<{ models: { name: string; capabilities?: string[] }[] }> {
  return (await fetch(`${demo.url}${path}`)).json() as Promise<{ models: [] }>
}

const names = async (demo: Demo, path: string) => (await read(demo, path)).models.map(({ name }) => name)

describe('discovery', () => {
  it('lists the models, and the test models only when asked to', async ({ expect }) => {
    const plain = await names(await start(), '/api/tags')
    expect(plain).toEqual([
      'scribe:8b',
      'ponder:14b',
      'badger:70b',
      'parrot:1b',
      'replay:135m',
      'gpt-oss:120b-cloud',
      'nomic-embed-text:latest',
    ])
    const all = await names(await start({ faults: true, bench: true }), '/api/tags')
    expect(all).toEqual(expect.arrayContaining([...plain, 'bench-fast:1b', 'bench-50:1b', 'fault-stall:1b']))
  })

  it('tells the capabilities of the parrot only when shown', async ({ expect }) => {
    const demo = await start()
    const without = (await read(demo, '/api/tags')).models.filter(model => !model.capabilities)
    expect(without.map(({ name }) => name)).toEqual(['parrot:1b'])
    const shown = await (await post(demo.url, '/api/show', { model: 'parrot:1b' })).json()
    expect(shown).toMatchObject({
      capabilities: ['completion'],
      model_info: { 'llama.context_length': 8192 },
    })
  })

  it('answers other paths, methods, hosts and origins as Ollama does', async ({ expect }) => {
    const { url } = await start()
    const get = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(url + path, init)
      return [response.status, await response.text()]
    }
    expect(await get('/')).toEqual([200, 'Ollama is running'])
    expect(await get('/api/version')).toEqual([200, '{"version":"0.33.0+demo"}'])
    expect(await get('/', { method: 'HEAD' })).toEqual([200, ''])
    expect(await get('/api/delete')).toEqual([404, '404 page not found'])
    expect(await get('/api/chat')).toEqual([405, '405 method not allowed'])
    expect(await get('/_demo/requests')).toEqual([404, '404 page not found'])
    expect(await get('/api/tags', { headers: { origin: 'https://elsewhere.example' } })).toEqual([403, ''])
    expect((await get('/api/tags', { headers: { origin: 'http://localhost:5173' } }))[0]).toBe(200)
  })

  it.for([
    ['{bad', 400, "invalid character 'b' looking for beginning of object key string"],
    ['', 400, 'missing request body'],
    [{ messages }, 400, 'model is required'],
    [{ model: 'nope', messages }, 404, "model 'nope' not found"],
    [{ model: 'scribe:8b', messages, think: true }, 400, '"scribe:8b" does not support thinking'],
    [{ model: 'nomic-embed-text', messages }, 400, '"nomic-embed-text" does not support chat'],
    [{ model: 'gpt-oss:120b-cloud', messages }, 403, 'ollama cloud is disabled: remote model is unavailable'],
    [
      { model: 'scribe:8b', messages, tools: [{}] },
      400,
      'registry.ollama.ai/library/scribe:8b does not support tools',
    ],
    [
      { model: 'scribe:8b', messages, options: { temperature: 'x' } },
      ...([500, 'option "temperature" must be of type float32'] as const),
    ],
    [
      { model: 'scribe:8b', messages: [{ role: 'user', content: 'x', images: ['@@'] }] },
      ...([400, 'illegal base64 data at input byte 0'] as const),
    ],
  ] as [unknown, number, string][])('refuses %j', async ([body, status, error], { expect }) => {
    const response = await post((await start()).url, '/api/chat', body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error })
  })
})

describe('memory', () => {
  it('loads with no messages, unloads with `keep_alive: 0`', async ({ expect }) => {
    const demo = await start()
    const say = async (path: string, body: object) => (await post(demo.url, path, body)).json()
    const load = await say('/api/chat', { model: 'scribe:8b', messages: [] })
    expect(load).toMatchObject({ done: true, done_reason: 'load' })
    expect(await names(demo, '/api/ps')).toEqual(['scribe:8b'])
    const unload = await say('/api/chat', { model: 'scribe:8b', messages: [], keep_alive: 0 })
    expect(unload).toMatchObject({ done: true, done_reason: 'unload' })
    expect(await names(demo, '/api/ps')).toEqual([])
    await say('/api/chat', { model: 'scribe:8b', messages: [] })
    expect(await say('/api/generate', { model: 'scribe:8b', keep_alive: 0 })).toMatchObject({ done: true })
    expect(await names(demo, '/api/ps')).toEqual([])
  })

  it('does not list a model that is being loaded, and an abort ends the load', async ({ expect }) => {
    const demo = await start({ loadMs: 60_000 })
    const client = new AbortController()
    const badger = ask(demo.url, { model: 'badger:70b', messages }, { signal: client.signal })
    await expect.poll(() => demo.requests.length).toBe(1)
    expect(await names(demo, '/api/ps')).toEqual([])
    // Only one model loads at a time: the scribe can be had at once because the badger's minute is over.
    client.abort()
    expect(await badger).toMatchObject({ status: 0, broken: true })
    const scribe = await ask(demo.url, { model: 'scribe:8b', messages })
    expect(scribe.content).toBe(answerOf('scribe:8b', messages))
    expect(await names(demo, '/api/ps')).toEqual(['scribe:8b'])
  })

  it('lists the badger once it is awake', async ({ expect }) => {
    const demo = await start({ loadMs: 20 })
    const { lines } = await ask(demo.url, { model: 'badger:70b', messages })
    expect(lines.at(-1)?.['load_duration']).toBeGreaterThan(15e6)
    expect(await names(demo, '/api/ps')).toEqual(['badger:70b'])
  })

  it('keeps a model that was told to leave until the last request to it is over, and cuts none', async ({
    expect,
  }) => {
    const demo = await start({ faults: true, bench: true, slots: 1 })
    const model = 'bench-50:1b'
    const client = new AbortController()
    const first = ask(demo.url, { model, messages: [user('tokens=20')] })
    const second = ask(demo.url, { model, messages: [user('tokens=20')] }, { signal: client.signal })
    await expect.poll(() => demo.requests[0]?.tokens).toBeGreaterThan(2)
    await post(demo.url, '/api/chat', { model, messages: [], keep_alive: 0 })
    expect(await names(demo, '/api/ps')).toEqual([model])
    expect((await first).lines.at(-1)?.done).toBe(true)
    await expect.poll(() => demo.requests[1]?.tokens).toBeGreaterThan(2)
    expect(await names(demo, '/api/ps')).toEqual([model])
    client.abort()
    await second
    await expect.poll(() => names(demo, '/api/ps')).toEqual([])
  })

  it.for(['fault-wedged:1b', 'bench-fast:1b'])(
    'answers nobody with %s that lost its slots, until it has left memory',
    async (model, { expect }) => {
      const demo = await start({ faults: true, bench: true })
      if (model === 'bench-fast:1b') demo.switch({ wedge: model })
      const clients = [new AbortController(), new AbortController()]
      const [one, two] = clients.map(({ signal }) => ask(demo.url, { model, messages }, { signal }))
      await expect.poll(() => demo.requests.length).toBe(2)
      await post(demo.url, '/api/chat', { model, messages: [], keep_alive: 0 })
      clients[0]?.abort()
      expect(await one).toMatchObject({ status: 0, broken: true })
      expect(await names(demo, '/api/ps')).toEqual([model])
      clients[1]?.abort()
      expect(await two).toMatchObject({ status: 0, broken: true })
      await expect.poll(() => names(demo, '/api/ps')).toEqual([])
      expect((await ask(demo.url, { model, messages })).content).toBe(answerOf(model, messages))
    }
  )

  it('lets the second request for the only slot wait in silence', async ({ expect }) => {
    const demo = await start({ faults: true, slots: 1 })
    const [first, second] = [new AbortController(), new AbortController()]
    const stall = (client: AbortController) =>
      ask(demo.url, { model: 'fault-stall:1b', messages }, { signal: client.signal })
    const one = stall(first)
    await expect.poll(() => demo.requests[0]?.tokens).toBe(12)
    const two = stall(second)
    await expect.poll(() => demo.requests.length).toBe(2)
    expect((await ask(demo.url, { model: 'scribe:8b', messages })).lines.at(-1)?.done).toBe(true)
    expect(demo.requests[1]).toMatchObject({ firstTokenAt: null, ended: null })
    first.abort()
    await expect.poll(() => demo.requests[1]?.tokens).toBe(12)
    second.abort()
    await Promise.all([one, two])
  })
})
