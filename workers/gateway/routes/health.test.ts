/** What a monitor hears, and how often the parts are looked at for it. */

import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Health } from '../../protocol/health.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import { PROTOCOL } from '../../protocol/version.ts'
import type { App } from '../app.ts'
import { type Box, envOf, fakeBox, html, json, silence, type Table } from '../testing/fake-box.ts'
import { health } from './health.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const app = new Hono<App>().route('/health', health)
const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }

/** A box that is well, until its table is changed. */
const well = (): Box => fakeBox({ '/api/version': () => json({ version: '0.33.0' }) })

/** A deployment of its own: what is known is kept with the environment. */
function deployed(
  box: Box,
  memory: () => Promise<Reply<{ protocol: number }>> = async () => ok({ protocol: PROTOCOL }),
  more = {}
) {
  const look = vi.fn<() => Promise<Reply<{ protocol: number }>>>(memory)
  const env = { ...envOf(box, more), HISTORY: { health: look } }
  const ask = async (query = '') => {
    const response = await app.request(`/health${query}`, {}, env, context)
    return { code: response.status, ...((await response.json()) as Health) }
  }
  return { box, look, ask }
}

const ALL_WELL = { code: 200, status: 'pass', gateway: null, history: null, box: null }

describe('a monitor', () => {
  it('[O2] hears that all is well', async () => {
    expect(await deployed(well()).ask()).toEqual(ALL_WELL)
    expect(await deployed(well()).ask('?box=1')).toEqual(ALL_WELL)
  })

  it.for<[string, Table, string]>([
    ['a Tunnel that is down', { '/api/version': () => html(530) }, 'host_offline'],
    ['nothing', {}, 'host_unreachable'],
    ['a login page', { '/api/version': () => html(200) }, 'upstream_auth'],
  ])('is not alarmed by %s where the box is, unless that was asked', async ([, table, code]) => {
    const off = { gateway: null, history: null, box: code }

    expect(await deployed(fakeBox(table)).ask()).toEqual({ code: 200, status: 'warn', ...off })
    expect(await deployed(fakeBox(table)).ask('?box=0')).toEqual({ code: 200, status: 'warn', ...off })
    expect(await deployed(fakeBox(table)).ask('?box=1')).toEqual({ code: 503, status: 'fail', ...off })
  })

  it('[U1] is alarmed where history speaks what the gateway does not, and not by the version before', async () => {
    const speaking = (protocol: number) => deployed(well(), async () => ok({ protocol })).ask()

    expect(await speaking(PROTOCOL - 1)).toEqual(ALL_WELL)
    expect(await speaking(PROTOCOL + 1)).toEqual(ALL_WELL)
    expect(await speaking(PROTOCOL + 2)).toMatchObject({ code: 503, gateway: 'misconfigured', history: null })
  })

  it.for<[string, () => Promise<Reply<{ protocol: number }>>]>([
    ['D1 does not answer', async () => no('history_unavailable')],
    ['history is not there', () => Promise.reject(new Error('not there'))],
  ])('is alarmed where %s', async ([, memory]) => {
    expect(await deployed(well(), memory).ask()).toEqual({
      ...ALL_WELL,
      code: 503,
      status: 'fail',
      history: 'history_unavailable',
    })
  })

  it('is alarmed where a setting is wrong, and nothing is asked of the box', async () => {
    const { ask, box } = deployed(well(), undefined, { COOKIE_SECRET: 'short' })

    expect(await ask()).toMatchObject({ code: 503, gateway: 'misconfigured', box: 'misconfigured' })
    expect(box.asked).toEqual([])
  })

  it('waits a bounded time for parts that do not answer', async () => {
    const { ask } = deployed(fakeBox({ '/api/version': silence }), () => new Promise(() => {}))
    const late = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal)
    const asked = ask()
    await vi.advanceTimersByTimeAsync(0)
    late.abort()

    expect(await asked).toMatchObject({
      code: 503,
      history: 'history_unavailable',
      box: 'host_unreachable',
    })
  })

  it('is refused what is not one of its questions', async () => {
    expect(await deployed(well()).ask('?box=yes')).toMatchObject({ code: 'bad_request' })
  })
})

describe('a thousand calls', () => {
  it('[O2] at the same moment are one look', async () => {
    const { ask, look, box } = deployed(well())
    const all = Promise.all(Array.from({ length: 1_000 }, () => ask()))
    await vi.advanceTimersByTimeAsync(1_000)

    expect(new Set((await all).map(({ status }) => status))).toEqual(new Set(['pass']))
    expect([look.mock.calls.length, box.asked.length]).toEqual([1, 1])
  })

  it('[O2] in twenty seconds are four looks, and the last of them is told', async () => {
    const { ask, look, box } = deployed(well())
    for (let n = 0; n < 1_000; n += 1) {
      await ask()
      await vi.advanceTimersByTimeAsync(20)
    }
    expect([look.mock.calls.length, box.asked.length]).toEqual([4, 4])

    box.table['/api/version'] = () => html(530)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await ask()).toMatchObject({ box: 'host_offline' })
  })

  it('do not wait for ever for a look whose request has died', async () => {
    const { ask, look } = deployed(well(), () => new Promise(() => {}))
    // It hangs with all that it began: no timer of it goes off any more.
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(new AbortController().signal)
    void ask()
    look.mockResolvedValue(ok({ protocol: PROTOCOL }))
    const second = ask()
    await vi.advanceTimersByTimeAsync(7_000)

    expect(await second).toEqual(ALL_WELL)
  })
})
