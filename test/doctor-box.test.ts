/** `npm run doctor -- box`: each fault of an Ollama is planted, found, and has a cure; and so is each of its loads. */

import { networkInterfaces } from 'node:os'
import { describe, it } from 'vitest'
import { startDemo } from '../demo/server.ts'
import { doctorBox } from '../scripts/doctor/box.ts'
import { doctorLoad } from '../scripts/doctor/load.ts'
import { doctorWay } from '../scripts/doctor/way.ts'
import { hostsAt } from '../workers/gateway/ollama/host-list.ts'
import { found, LOADING, ollama, plant, WELL, wrongs } from './planted.ts'

const hostAt = (port: number) => hostsAt([{ url: `http://127.0.0.1:${port}` }])[0]

describe('the box', () => {
  const examine = async (changes: Record<string, unknown>, host?: string) => {
    const box = await plant(ollama({ ...WELL, ...changes }), host)
    try {
      return await doctorBox(hostAt(box.port), LOADING)
    } finally {
      box.close()
    }
  }

  it('is well, and says what it does not tell', async ({ expect }) => {
    const findings = await examine({})
    expect(wrongs(findings)).toEqual([])
    expect(found(findings, 'parallel slots')?.state).toBe('unseen')
  })

  it('is looked at where OLLAMA_HOSTS or OLLAMA_URL says that it is', async ({ expect, onTestFinished }) => {
    const box = await plant(ollama(WELL))
    onTestFinished(box.close)
    const url = `http://127.0.0.1:${box.port}`
    const examineBy = async (env: Record<string, string>) =>
      (await doctorWay(env, true, LOADING))['box'] ?? []
    expect(wrongs(await examineBy({ OLLAMA_URL: `${url},http://127.0.0.1:1` }))).toEqual([])
    const both = { OLLAMA_URL: 'http://127.0.0.1:1', OLLAMA_HOSTS: JSON.stringify([{ url, slots: 3 }]) }
    const findings = await examineBy(both)
    expect(wrongs(findings)).toEqual([])
    expect(found(findings, 'address')?.said).toBe('OLLAMA_HOSTS is used, and OLLAMA_URL is not.')
    expect(found(findings, 'parallel slots')?.said).toContain('Burrow is told here: 3')

    for (const wrong of [
      { OLLAMA_URL: 'nonsense://hush' },
      { OLLAMA_HOSTS: '[{"url":"nonsense://hush"}]' },
    ]) {
      const said = await examineBy(wrong)
      expect(wrongs(said)).toEqual(['address'])
      expect(JSON.stringify(said)).not.toContain('hush')
      expect(said[0]?.said).toContain(Object.keys(wrong)[0])
    }
  })

  it.for([
    ['version', { '/api/version': { version: '0.17.0' } }, '0.17.0'],
    ['models', { '/api/tags': { models: [] } }, 'none that can chat'],
    ['cloud', { '/api/status': { cloud: { disabled: false } } }, 'ollama.com'],
    [
      'context',
      { '/api/ps': { models: [{ name: 'a', size: 1, size_vram: 1, context_length: 2_048 }] } },
      '2048 tokens',
    ],
    [
      'GPU',
      { '/api/ps': { models: [{ name: 'a', size: 10, size_vram: 4, context_length: 8_192 }] } },
      '40 %',
    ],
  ] as [string, Record<string, unknown>, string][])(
    '%s: is found',
    async ([what, changes, said], { expect }) => {
      const findings = await examine(changes)
      expect(wrongs(findings)).toEqual([what])
      expect(found(findings, what)?.said).toContain(said)
      expect(found(findings, what)?.cure).toBeTruthy()
    }
  )

  it('that nobody answers at is named', async ({ expect }) => {
    const box = await plant(ollama(WELL))
    box.close()
    expect(wrongs(await doctorBox(hostAt(box.port), LOADING))).toEqual(['Ollama'])
  })

  it('that listens for everybody is found', async ({ expect, skip }) => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .some(one => one !== undefined && !one.internal && one.family === 'IPv4')
    skip(!outside, 'this machine has no address but loopback')
    expect(wrongs(await examine({}, '0.0.0.0'))).toEqual(['exposure'])
  })

  it('that has a twin at ::1 is found', async ({ expect, onTestFinished, skip }) => {
    const box = await plant(ollama(WELL))
    onTestFinished(box.close)
    const other = { ...WELL, '/api/tags': { models: [{ name: 'another:1b' }] } }
    const twin = await plant(ollama(other), '::1', box.port).catch(() => null)
    skip(twin === null, 'this machine has no ::1')
    if (twin !== null) onTestFinished(twin.close)
    expect(wrongs(await doctorBox(hostAt(box.port), LOADING))).toEqual(['one Ollama'])
  })
})

describe('how long a model takes to load', () => {
  const BADGER = 'badger:70b'
  const LOAD_MS = 300

  /** What is said of it, by the demo, whose badger takes a moment to load. */
  const examine = async (edgeMs: number, offered = [BADGER], before: string[] = []) => {
    const demo = await startDemo({ loadMs: LOAD_MS })
    const ask = (model: string, keep_alive: number) =>
      fetch(`${demo.url}/api/chat`, {
        method: 'POST',
        body: JSON.stringify({ model, messages: [], keep_alive }),
      }).then(response => response.text())
    try {
      for (const name of before) await ask(name, -1)
      const findings = await doctorLoad({ url: demo.url }, { offered, measure: true, edgeMs })
      return { findings, loads: demo.requests.filter(({ kind }) => kind === 'load').length - before.length }
    } finally {
      await demo.close()
    }
  }

  it('is taken of each that is offered, and of no other', async ({ expect }) => {
    const { findings, loads } = await examine(LOAD_MS * 100, [BADGER, 'scribe:8b'])
    expect(wrongs(findings)).toEqual([])
    expect(findings.map(({ said }) => said)).toEqual([
      expect.stringMatching(/^scribe:8b takes \d+\.\d s, of 30 s/),
      expect.stringMatching(/^badger:70b takes \d+\.\d s, of 30 s/),
    ])
    expect(loads).toBe(2)
  })

  it('is found where the edge does not wait for it', async ({ expect }) => {
    const { findings } = await examine(LOAD_MS / 2)
    expect(wrongs(findings)).toEqual(['loading'])
    expect(findings[0]?.cure).toContain('OLLAMA_KEEP_ALIVE=-1')
  })

  it('is not taken where another would have to leave, nor where nobody asks for it', async ({ expect }) => {
    const { findings, loads } = await examine(LOAD_MS * 100, [BADGER, 'scribe:8b'], ['scribe:8b'])
    expect(findings).toMatchObject([
      { state: 'well', said: 'scribe:8b is in memory, for good' },
      { state: 'unseen', said: expect.stringContaining('ollama stop scribe:8b') },
    ])
    expect(loads).toBe(0)
    const box = await plant(ollama({ ...WELL, '/api/ps': { models: [] } }))
    const unasked = await doctorLoad({ url: `http://127.0.0.1:${box.port}` }, LOADING)
    box.close()
    expect(unasked).toMatchObject([{ state: 'unseen', said: expect.stringContaining('--load') }])
  })

  it.for([
    ['the edge gives up', 524, '', 'was not there after'],
    ['it does not fit', 500, '{"error":"out of memory"}', 'out of memory'],
  ] as const)('is found where %s', async ([, status, text, said], { expect, onTestFinished }) => {
    const box = await plant((request, response) =>
      request.url === '/api/chat'
        ? response.writeHead(status).end(text)
        : ollama({ ...WELL, '/api/ps': { models: [] } })(request, response)
    )
    onTestFinished(box.close)
    const findings = await doctorLoad(
      { url: `http://127.0.0.1:${box.port}` },
      { offered: null, measure: true }
    )
    expect(wrongs(findings)).toEqual(['loading'])
    expect(findings[0]?.said).toContain(said)
    expect(findings[0]?.cure).toBeTruthy()
  })
})
