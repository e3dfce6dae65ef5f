/** A look around, from the cron to what is sent, with a box and a webhook that are pretended. */

import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import type { Stock } from '../../protocol/stock.ts'
import { type Box, envOf, fakeBox, html, json, text } from '../testing/fake-box.ts'
import { countRequest, countTry } from './count.ts'
import type { Message } from './message.ts'
import { tell } from './tell.ts'

const MINUTE = 60_000
const NEVER: Stock = { bytes: 1e6, backedUpAt: null }
const VERSION = '/api/version'

let box: Box
let hook: Box
let later: Promise<unknown>[]
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 27, 9) })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
    const late = new AbortController()
    setTimeout(() => late.abort(new DOMException('', 'TimeoutError')), ms)
    return late.signal
  })
  box = fakeBox({ [VERSION]: () => json({ version: '0.31.0' }) })
  hook = fakeBox({ '/hook': () => text(200, 'ok') }, 'https')
  later = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

interface With {
  stock?: () => Promise<{ ok: true; value: Stock }>
  vars?: Record<string, string>
  MAIL?: object
}

const gateway = ({ stock = () => says(NEVER), vars, MAIL }: With = {}) =>
  ({
    ...envOf(box, { TELL_URL: `${hook.url}/hook`, ...vars }),
    HISTORY: { stock: () => stock() },
    ...(MAIL && { MAIL }),
  }) as unknown as GatewayEnv

const says = (value: Stock) => Promise.resolve({ ok: true as const, value })

/** What is told by looks so many, five minutes apart. */
async function heard(env: GatewayEnv, looks = 1): Promise<string[]> {
  const before = hook.asked.length
  for (let n = 0; n < looks; n += 1) {
    const next = Date.now() + 5 * MINUTE
    let over = false
    void tell(env).then(() => (over = true))
    // A box, or a receiver, may not answer; and what is computed meanwhile knows no pretended time.
    while (!over) await vi.advanceTimersByTimeAsync(10)
    await vi.advanceTimersByTimeAsync(next - Date.now())
  }
  return hook.asked
    .slice(before)
    .flatMap(({ body }) => (body as unknown as Message).events.map(one => one.meter ?? one.event))
}

const lastText = () => (hook.asked.at(-1)?.body as unknown as Message | undefined)?.text

describe('a look around', () => {
  it('is none where nobody is to be told, or a setting is wrong', async ({ expect }) => {
    const getByName = vi.fn<() => object>(() => ({}))
    const nobody = { ...gateway({ vars: { TELL_URL: '' } }), BOX: { getByName } } as unknown as GatewayEnv
    const wrong = {
      ...gateway({ vars: { MODELS: 'm', TELL_URL: 'http://far.example' } }),
      BOX: { getByName },
    }
    for (const env of [nobody, wrong as unknown as GatewayEnv]) {
      expect(await heard(env, 2)).toEqual([])
      countRequest(env, work => later.push(work), 0)
    }
    expect(getByName).not.toHaveBeenCalled()
    expect(box.asked).toEqual([])
  })

  it.for([
    ['a tunnel that is down', () => html(530, 'error code: 1033'), 'The box is offline.'],
    ['a key that has run out', () => html(403), 'Its owner must renew the key.'],
    ['a login page in its place', () => html(200), 'no longer let in'],
    ['nobody at its address', () => Promise.reject(new TypeError('fetch failed')), 'could not reach'],
    ['silence', () => new Promise<Response>(() => {}), 'could not reach'],
    ['another program', () => json({ hello: 1 }), 'is not Ollama'],
  ] as const)('[O3] takes %s for no box that is well', async ([, broken, words], { expect }) => {
    const env = gateway()
    const { [VERSION]: well } = box.table
    expect(await heard(env, 2)).toEqual(['hello'])
    box.table[VERSION] = broken
    expect(await heard(env, 3)).toEqual(['box_gone'])
    expect(lastText()).toContain('The box has not answered since 2026-11-27 09:1')
    expect(lastText()).toContain(words)
    box.table = { ...box.table, ...(well && { [VERSION]: well }) }
    expect(await heard(env, 3)).toEqual(['box_back'])
    expect(lastText()).toContain('It was away for 15 minutes.')
  })

  it('finds a limit near, once a day, by what was counted by chance', async ({ expect }) => {
    const env = gateway()
    const count = async (requests: number, turns: number) => {
      for (let n = 0; n < requests; n += 1)
        countRequest(env, work => later.push(work), n % 100 === 0 ? 0.001 : 0.5)
      const report = { turn: 't', model: 'm', how: 'done', last: true, figures: { totalNs: 20e9 } } as const
      for (let n = 0; n < turns; n += 1)
        countTry(env, work => later.push(work), report, n % 10 === 0 ? 0.001 : 0.5)
      await Promise.all(later)
    }
    await heard(env)
    await count(79_900, 0)
    expect(await heard(env)).toEqual([])
    await count(100, 0)
    expect(await heard(env, 2)).toEqual(['requests'])
    expect(lastText()).toBe(
      'By Burrow’s count 80 % of the requests of the day are used, of 100,000 that the plan has. Once they are used up, Burrow answers nobody until midnight UTC.'
    )
    await count(0, 4_100)
    expect(await heard(env, 2)).toEqual(['object seconds', 'object rows'])
    await vi.advanceTimersByTimeAsync(24 * 60 * MINUTE)
    expect(await heard(env, 2)).toEqual([])
    await count(80_000, 0)
    expect(await heard(env, 2)).toEqual(['requests'])
  })

  it('leaves what history keeps as it was while that does not answer', async ({ expect }) => {
    let stock: () => Promise<{ ok: true; value: Stock }> = () =>
      says({ bytes: 450e6, backedUpAt: Date.now() })
    const env = gateway({ stock: () => stock() })
    expect(await heard(env)).toEqual(['hello', 'd1 bytes'])
    stock = () => Promise.reject(new Error('The RPC receiver does not implement "stock".'))
    expect(await heard(env, 2)).toEqual([])
    stock = () => says({ bytes: 451e6, backedUpAt: Date.now() })
    expect(await heard(env, 2)).toEqual([])
  })

  it('takes a Burrow that never made a backup for one that made it when telling began', async ({
    expect,
  }) => {
    const env = gateway({ vars: { TELL_BACKUP_DAYS: '3' } })
    expect(await heard(env)).toEqual(['hello'])
    await vi.advanceTimersByTimeAsync(2.9 * 24 * 60 * MINUTE)
    expect(await heard(env)).toEqual([])
    await vi.advanceTimersByTimeAsync(0.1 * 24 * 60 * MINUTE)
    expect(await heard(env, 2)).toEqual(['backup_old'])
    const never = gateway({ vars: { TELL_BACKUP_DAYS: '0' } })
    await heard(never)
    await vi.advanceTimersByTimeAsync(400 * 24 * 60 * MINUTE)
    expect(await heard(never)).toEqual([])
  })
})

describe('what is sent', () => {
  it('goes by e-mail too, and counts as told where one of the two takes it', async ({ expect }) => {
    const sent: { to: string; subject: string; text: string }[] = []
    const MAIL = { send: (one: (typeof sent)[number]) => Promise.resolve(void sent.push(one)) }
    const vars = { TELL_EMAIL: 'me@example.com', TELL_FROM: 'burrow@example.org' }
    hook.table['/hook'] = () => text(500, 'no')
    await heard(gateway({ vars, MAIL }), 3)
    expect(sent).toEqual([
      {
        to: 'me@example.com',
        from: { email: 'burrow@example.org', name: 'Burrow' },
        subject: 'Burrow: you are told here',
        text: expect.stringMatching(/^From now on/),
      },
    ])
    expect(hook.asked).toHaveLength(1)
  })

  it('is sent again while neither does, and the log names no address', async ({ expect }) => {
    const warn = vi.mocked(console.warn)
    const MAIL = {
      send: () => Promise.reject(new Error('destination address me@example.com is not verified')),
    }
    const vars = { TELL_EMAIL: 'me@example.com', TELL_FROM: 'burrow@example.org' }
    hook.table['/hook'] = () => new Promise(() => {})
    expect(await heard(gateway({ vars, MAIL }), 2)).toEqual(['hello', 'hello'])
    expect(await heard(gateway({ vars: { ...vars, TELL_URL: '' } }))).toEqual([])
    const said = warn.mock.calls.join('\n')
    expect(said).toMatch('"way":"TELL_URL","cause":"it does not answer in time"')
    expect(said).toMatch('"way":"TELL_EMAIL","cause":"Error: destination address … is not verified"')
    expect(said).toMatch('npm run deploy binds it')
    expect(said).not.toMatch(/example|box-\d/)
  })

  it('is greeted with anew where the address is another', async ({ expect }) => {
    const [env, moved] = [gateway(), gateway()]
    expect(await heard(env, 2)).toEqual(['hello'])
    Object.assign(moved, { TELL_URL: `${hook.url}/elsewhere`, BOX: env.BOX })
    hook.table['/elsewhere'] = () => text(200, 'ok')
    expect(await heard(moved, 2)).toEqual(['hello'])
  })
})
