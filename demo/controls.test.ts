/** What the tests of other rooms rely on: the diary of requests, and the switches of `/_demo`. */

import { afterEach, beforeEach, describe, it } from 'vitest'

import { ask, assistant, user } from './client.ts'
import type { Demo } from './server.ts'
import { answerOf, startDemo } from './server.ts'

const messages = [user('Hello?')]

let demo: Demo

beforeEach(async () => {
  demo = await startDemo({ rate: 0, faults: true })
})
afterEach(() => demo.close())

describe('the diary', () => {
  it('holds what was asked, what was sent and how it ended', async ({ expect }) => {
    const chat = [...messages, assistant('#')]
    const { content } = await ask(demo.url, { model: 'scribe:8b', messages: chat, options: { seed: 1 } })
    const list = (await (await fetch(`${demo.url}/_demo/requests`)).json()) as unknown[]
    expect(list).toEqual(JSON.parse(JSON.stringify(demo.requests)))
    const [record] = demo.requests
    expect(record).toMatchObject({ kind: 'chat', model: 'scribe:8b', messages: chat, options: { seed: 1 } })
    expect(record).toMatchObject({ content, ended: 'finished', firstTokenAt: expect.any(Number) })
    await fetch(`${demo.url}/_demo/requests`, { method: 'DELETE' })
    expect(demo.requests).toEqual([])
  })

  it.for(['fault-endless:1b', 'fault-stall:1b'])(
    'notices at once that the client of %s left',
    async (model, { expect }) => {
      const client = new AbortController()
      const asked = ask(demo.url, { model, messages }, { signal: client.signal })
      await expect.poll(() => demo.requests[0]?.tokens).toBeGreaterThan(11)
      expect(demo.requests[0]?.ended).toBeNull()
      const left = Date.now()
      client.abort()
      await asked
      await expect.poll(() => demo.requests[0]?.ended).toBe('closed by client')
      expect((demo.requests[0]?.endedAt ?? Infinity) - left).toBeLessThan(1000)
    }
  )
})

describe('a switch', () => {
  it('keeps an answer from ending until it is let go', async ({ expect }) => {
    demo.switch({ hold: 'Hello?' })
    const asked = ask(demo.url, { model: 'scribe:8b', messages })
    await expect.poll(() => demo.requests[0]?.content).toBe(answerOf('scribe:8b', messages))
    expect((await ask(demo.url, { model: 'scribe:8b', messages: [user('Another?')] })).broken).toBe(false)
    expect(demo.requests[1]?.ended).toBe('finished')
    expect(demo.requests[0]?.ended).toBeNull()
    demo.switch({ letGo: 'Hello?' })
    expect((await asked).content).toBe(answerOf('scribe:8b', messages))
    expect(demo.requests[0]?.ended).toBe('finished')
  })

  it('takes the host down, hangs /api/ps, changes the version, hides capabilities, cuts', async ({
    expect,
  }) => {
    const flip = (change: object) =>
      fetch(`${demo.url}/_demo/switch`, { method: 'PUT', body: JSON.stringify(change) })
    await flip({ down: true })
    await expect(fetch(`${demo.url}/api/version`)).rejects.toThrow()
    await flip({ down: false, version: '0.9.0', psHangs: true, capabilitiesInTags: false })
    expect(await (await fetch(`${demo.url}/api/version`)).json()).toEqual({ version: '0.9.0' })
    await expect(fetch(`${demo.url}/api/ps`, { signal: AbortSignal.timeout(100) })).rejects.toThrow()
    expect(await (await fetch(`${demo.url}/api/tags`)).text()).not.toContain('capabilities')
    const stalled = ask(
      demo.url,
      { model: 'fault-stall:1b', messages },
      { onText: text => text && void flip({ cut: true }) }
    )
    expect(await stalled).toMatchObject({ status: 200, broken: true })
    expect(demo.requests.at(-1)?.ended).toBe('reset by fault')
  })

  it('cuts the answers to one question and leaves the others', async ({ expect }) => {
    const model = 'fault-endless:1b'
    const clients = [new AbortController(), new AbortController()]
    const [one, other] = clients.map(({ signal }, n) =>
      ask(demo.url, { model, messages: [user(`rate=50 mark-${n}`)] }, { signal })
    )
    const use = async () => (await fetch(`${demo.url}/_demo/slots`)).json()
    await expect.poll(() => demo.requests.length).toBe(2)
    await expect.poll(use).toEqual({ taken: 2, waiting: 0 })
    await fetch(`${demo.url}/_demo/switch`, { method: 'PUT', body: JSON.stringify({ cut: 'mark-0' }) })
    expect(await one).toMatchObject({ broken: true })
    expect(demo.requests.map(request => request.ended)).toEqual(['reset by fault', null])
    clients[1]?.abort()
    await other
    await expect.poll(use).toEqual({ taken: 0, waiting: 0 })
  })
})
