/** `npm run doctor`, on the way to the box: each fault is planted, found, and has a cure; and an answer outlives its viewer. */

import { describe, it } from 'vitest'
import { doctorLong } from '../scripts/doctor/long.ts'
import { doctorTunnel } from '../scripts/doctor/tunnel.ts'
import { found, json, LOADING, ollama, plant, WELL, wrongs } from './planted.ts'
import { startSystem } from './system.ts'

describe('the tunnel', () => {
  const KEY = { id: 'an-id', secret: 'a-secret' }

  interface Planted {
    /** Lets everybody in. */
    open?: boolean
    /** What whoever has the key is answered with instead. */
    instead?: number
    /** Paths that go on to Ollama though they should not. */
    loose?: boolean
    /** Lines are held back until the last has come. */
    buffered?: boolean
    /** No model is in memory, and none comes there before the edge gives up. */
    late?: boolean
  }

  /** An edge, a tunnel and an Ollama in one, over plain HTTP: for the doctor it is https by name. */
  const examine = async (planted: Planted, key: typeof KEY | null = KEY) => {
    const { open, instead, loose, buffered, late } = planted
    const edge = await plant(async (request, response) => {
      const { url = '', headers } = request
      const friend = headers['cf-access-client-id'] === KEY.id
      if (!friend && !open) return void response.writeHead(401).end()
      if (instead !== undefined) return void response.writeHead(instead).end()
      if (late && url === '/api/chat') return void response.writeHead(524).end()
      if (late && url === '/api/ps') return void json(response, { models: [] })
      if (url === '/api/chat') {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' })
        const lines = Array.from({ length: 8 }, (_, n) => `{"message":{"content":"${n}"},"done":false}\n`)
        const last = '{"done":true,"eval_duration":400000000}\n'
        if (buffered) await new Promise(resolve => setTimeout(resolve, 400))
        else
          for (const line of lines) {
            response.write(line)
            await new Promise(resolve => setTimeout(resolve, 50))
          }
        return void response.end(buffered ? lines.join('') + last : last)
      }
      if (/^\/api\/(tags|ps|show|version)$/.test(url)) return void ollama(WELL)(request, response)
      if (loose) return void response.writeHead(404).end('404 page not found')
      response.writeHead(404).end()
    })
    const real = globalThis.fetch
    const local = `http://127.0.0.1:${edge.port}`
    globalThis.fetch = ((to: string, init?: RequestInit) =>
      real(to.replace('https://ollama.example.com', local), init)) as typeof fetch
    try {
      return await doctorTunnel({ url: 'https://ollama.example.com' }, key, { ...LOADING, measure: true })
    } finally {
      globalThis.fetch = real
      edge.close()
    }
  }

  it('is well', async ({ expect }) => {
    const findings = await examine({})
    expect(wrongs(findings)).toEqual([])
    expect(findings.map(({ what }) => what)).toEqual([
      'without the key',
      'with the key',
      'paths',
      'loading',
      'first token',
      'lines',
    ])
  })

  it.for([
    ['without the key', { open: true }, 'Access'],
    ['with the key', { instead: 403 }, 'expired'],
    ['with the key', { instead: 502 }, 'Start Ollama'],
    ['with the key', { instead: 530 }, 'cloudflared'],
    ['with the key', { instead: 404 }, '^/api/'],
    ['paths', { loose: true }, 'Anchor'],
    ['lines', { buffered: true }, '2025.7.0'],
  ] as [string, Planted, string][])('%s: %j is found', async ([what, planted, cure], { expect }) => {
    const findings = await examine(planted)
    expect(wrongs(findings)).toEqual([what])
    expect(found(findings, what)?.cure).toContain(cure)
  })

  it('that gives up on a load is found, before a question finds it', async ({ expect }) => {
    const findings = await examine({ late: true })
    expect(wrongs(findings)).toEqual(['loading', 'lines'])
    expect(found(findings, 'loading')?.cure).toContain('OLLAMA_KEEP_ALIVE=-1')
  })

  it('whose key is not here is not said to be wrong', async ({ expect }) => {
    expect(wrongs(await examine({}, null))).toEqual([])
    expect(wrongs(await doctorTunnel(undefined, null, LOADING))).toEqual([])
    expect(wrongs(await doctorTunnel({ url: 'http://127.0.0.1:11434' }, null, LOADING))).toEqual([])
  })
})

it(
  'a long answer whose viewer leaves is whole in history',
  { timeout: 60_000 },
  async ({ expect, onTestFinished }) => {
    const system = await startSystem({ vars: { MODELS: 'bench-50:1b' } })
    onTestFinished(system.stop)
    const question = 'tokens=300'
    const finding = await doctorLong(system.url, { question, leastMs: 5_000, leaveMs: 1_000 })
    expect(finding).toMatchObject({ state: 'well' })
    expect(await doctorLong(system.url, { question: 'tokens=20', leaveMs: 1_000 })).toMatchObject({
      state: 'unseen',
    })
  }
)
