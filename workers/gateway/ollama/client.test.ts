import { afterEach, describe, expect, it, vi } from 'vitest'
import { settings } from '../settings.ts'
import { answer, envOf, fakeBox, html, json, tagsOf, text, type Table } from '../testing/fake-box.ts'
import { chat, leavesOpen, ps, show, tags, version } from './client.ts'
import { hostsOf } from './host.ts'

afterEach(() => vi.unstubAllGlobals())

function boxWith(table: Table, more: Record<string, string> = {}) {
  const box = fakeBox(table)
  const [host] = hostsOf(settings(envOf(box, more)))
  if (host === undefined) throw new Error('no host')
  return { box, host }
}

const stop = new AbortController().signal
const all = (response: () => Response): Table =>
  Object.fromEntries(['version', 'tags', 'ps', 'show', 'chat'].map(name => [`/api/${name}`, response]))

describe('each call', () => {
  it.for<[string, () => Response, string]>([
    ['a login page', () => html(200), 'upstream_auth'],
    ["a proxy's refusal", () => json({ error: 'forbidden' }, 403), 'upstream_auth'],
    ['another server', () => json({ error: { message: 'File Not Found' } }, 404), 'not_ollama'],
    ['JSON of somebody else', () => json({ hello: 'world' }), 'not_ollama'],
    ['a text', () => text(200, 'Hello'), 'not_ollama'],
  ])('gives one verdict of %s', async ([, response, code]) => {
    const { host } = boxWith(all(response))
    const verdicts = await Promise.all([
      version(host),
      tags(host),
      ps(host),
      leavesOpen(host, 'm', stop),
      chat(host, {}, stop),
    ])

    expect(verdicts.map(told => !told.ok && told.fault.code)).toEqual(Array(5).fill(code))
  })

  it('gives one verdict where nothing answers, and says nothing of the box', async () => {
    const { host } = boxWith({})
    const verdicts = await Promise.all([version(host), tags(host), chat(host, {}, stop)])

    expect(verdicts.map(told => !told.ok && told.fault.code)).toEqual(Array(3).fill('host_unreachable'))
  })

  it('carries the key, and the user and password of the address', async () => {
    const { box } = boxWith({ '/api/version': () => json({ version: '0.33.0' }) })
    const env = {
      ...envOf(box),
      OLLAMA_URL: box.url.replace('://', '://me:secret@'),
      ACCESS_CLIENT_ID: 'id',
      ACCESS_CLIENT_SECRET: 'key',
    }
    const [host] = hostsOf(settings(env))
    await (host && version(host))

    expect(box.asked[0]?.headers).toMatchObject({
      Authorization: 'Basic bWU6c2VjcmV0',
      'CF-Access-Client-Id': 'id',
      'CF-Access-Client-Secret': 'key',
    })
    expect(host?.url).toBe(box.url)
  })

  it('carries the id of the request that it is made for, where there is one', async () => {
    const { box } = boxWith({ '/api/version': () => json({ version: '0.33.0' }) })
    for (const requestId of ['r-1', undefined]) {
      const [host] = hostsOf(settings(envOf(box)), requestId)
      await (host && version(host))
    }

    expect(box.asked.map(({ headers }) => headers['X-Request-Id'])).toEqual(['r-1', undefined])
    expect(box.asked[1]?.headers).not.toHaveProperty('X-Request-Id')
  })

  it('rejects when it is stopped, and only then', async () => {
    const { host } = boxWith({ '/api/chat': () => answer() })

    await expect(chat(host, {}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  })
})

describe('a list', () => {
  it('loses its odd entries, and no other', async () => {
    const { host } = boxWith({
      '/api/tags': () =>
        tagsOf(
          { name: 'a:1b', digest: 'a', details: null, capabilities: null },
          { name: 'b:1b', digest: 'b', details: { family: null, parameter_size: 7 } },
          ...([{ digest: 'nameless' }, null, 'x'] as never[]),
          { name: 'c:1b', digest: 'c', capabilities: ['completion'], details: { family: 'llama' } }
        ),
      '/api/ps': () => json({ models: [{ name: 'a:1b', context_length: null, expires_at: 5 }, {}] }),
    })
    const [listed, running] = await Promise.all([tags(host), ps(host)])

    expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(['a:1b', 'b:1b', 'c:1b'])
    expect(running.ok && running.value).toMatchObject([{ name: 'a:1b', digest: '' }])
  })

  it('in the shape of OpenAI is not that of an Ollama', async () => {
    const { host } = boxWith({
      '/api/tags': () => json({ models: [{ name: 'm', model: 'm' }], object: 'list', data: [] }),
    })
    const told = await tags(host)

    expect(told).toMatchObject({ ok: false, fault: { code: 'not_ollama' } })
  })

  it('of abilities may be silent about them', async () => {
    const { host } = boxWith({ '/api/show': () => json({ license: 'MIT' }) })

    expect(await show(host, 'm')).toEqual({ ok: true, value: undefined })
  })
})

describe('[T8] a template', () => {
  it.for([
    ['leaves a partial answer open', { _debug_info: { rendered_template: '<a>BURROWPREFILL' } }, true],
    ['ends it', { _debug_info: { rendered_template: '<a>BURROWPREFILL</a>' } }, false],
    ['is not shown', { message: { content: 'x' }, done: true }, false],
  ] as const)('%s', async ([, shown, open]) => {
    const { host } = boxWith({ '/api/chat': () => json(shown) })

    expect(await leavesOpen(host, 'm', stop)).toEqual({ ok: true, value: open })
  })
})
