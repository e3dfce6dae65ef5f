/** Whoever asks must have been found to be a person, where the owner wants to know that. */

import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../app.ts'
import { unforeseen } from '../refuse.ts'
import { keys } from '../routes/keys.ts'
import { pass } from '../routes/pass.ts'
import { DUMMY, REAL, SECRETS, verdictOf } from '../testing/turnstile.ts'
import { needsPass } from './pass.ts'
import { visitor } from './visitor.ts'

const HERE = 'https://burrow.example'
const DAY_MS = 24 * 60 * 60 * 1_000
const KEY = { TURNSTILE_SITE_KEY: '1x00000000000000000000AA' }

const app = new Hono<App>()
  .route('/pass', pass)
  .use('/turns', visitor)
  .post('/turns', needsPass, c => c.text(c.get('visitor')))
  .use('/keys', visitor)
  .route('/keys', keys)
  .onError(unforeseen)

/** What was asked of Turnstile. */
let asked: { url: string; body: unknown }[] = []
beforeEach(() => {
  asked = []
  const spent = new Set<string>()
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.stubGlobal('fetch', (url: string, { body }: { body: string }) => {
    asked.push({ url, body: JSON.parse(body) })
    return Promise.resolve(Response.json(verdictOf(JSON.parse(body), spent)))
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** A browser, which keeps what it is given. */
class Browser {
  readonly #more: Record<string, string>
  readonly cookies = new Map<string, string>()

  constructor(secret: string = REAL, more: Record<string, string> = {}) {
    this.#more = secret === '' ? more : { ...KEY, TURNSTILE_SECRET: secret, ...more }
  }

  async send(method: string, path: string, body?: unknown, origin = HERE) {
    const response = await app.request(
      origin + path,
      {
        method,
        headers: {
          cookie: [...this.cookies].map(pair => pair.join('=')).join('; '),
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      { OLLAMA_URL: 'http://127.0.0.1:11434', COOKIE_SECRET: 'x'.repeat(32), ...this.#more }
    )
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';', 1)[0]?.split('=') ?? []
      this.cookies.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, code: text.startsWith('{') ? JSON.parse(text).code : null, text }
  }

  ask = () => this.send('POST', '/turns')
  shows = (token: string) => this.send('POST', '/pass', { token })
}

it('whoever has no pass makes no key, by which a program would ask without one', async () => {
  const make = await new Browser().send('POST', '/keys', { name: 'an editor' })
  expect(make).toMatchObject({ status: 403, code: 'needs_pass' })
})

describe('a visitor who asks', () => {
  it('needs no pass where the owner does not want to know', async () => {
    const browser = new Browser('')
    expect(await browser.ask()).toMatchObject({ status: 200 })
    expect(await browser.send('GET', '/pass')).toMatchObject({ status: 404 })
    expect(await browser.shows('ask@burrow.example')).toMatchObject({ status: 404 })
  })

  it('is asked for a pass, and has it for a day', async () => {
    const browser = new Browser()
    expect(await browser.ask()).toMatchObject({ status: 403, code: 'needs_pass' })
    expect(await browser.send('GET', '/pass')).toMatchObject({
      status: 200,
      text: JSON.stringify({ siteKey: KEY.TURNSTILE_SITE_KEY }),
    })
    expect(await browser.shows('ask@burrow.example')).toMatchObject({ status: 204 })
    expect(asked).toEqual([
      {
        url: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
        body: { secret: REAL, response: 'ask@burrow.example' },
      },
    ])

    vi.setSystemTime(Date.now() + DAY_MS - 1_000)
    expect(await browser.ask()).toMatchObject({ status: 200 })
    vi.setSystemTime(Date.now() + 1_000)
    expect(await browser.ask()).toMatchObject({ code: 'needs_pass' })
  })

  it('has it alone: another visitor’s pass, or what else Burrow signed, is none', async () => {
    const [one, two] = [new Browser(), new Browser()]
    await one.shows('ask@burrow.example')
    await two.ask()
    const passed = one.cookies.get('__Host-burrow-pass') ?? ''
    two.cookies.set('__Host-burrow-pass', passed)
    expect(await two.ask()).toMatchObject({ code: 'needs_pass' })
    two.cookies.set('__Host-burrow-pass', two.cookies.get('__Host-burrow') ?? '')
    expect(await two.ask()).toMatchObject({ code: 'needs_pass' })
    // Nor is a pass a visitor.
    const { text } = await one.ask()
    const three = new Browser('')
    three.cookies.set('__Host-burrow', passed)
    expect((await three.ask()).text).not.toBe(text)
  })

  it.for([
    ['of another page’s', 'ask@evil.example'],
    ['for something else', 'login@burrow.example'],
    ['that Turnstile does not know', 'nonsense'],
  ] as const)('has none for a token %s', async ([, token]) => {
    const browser = new Browser()
    expect(await browser.shows(token)).toMatchObject({ status: 403, code: 'pass_refused' })
    expect(await browser.ask()).toMatchObject({ code: 'needs_pass' })
  })

  it('has one for each token at most', async () => {
    await new Browser().shows('ask@burrow.example')
    vi.stubGlobal('fetch', () =>
      Promise.resolve(Response.json({ success: false, 'error-codes': ['timeout-or-duplicate'] }))
    )
    expect(await new Browser().shows('ask@burrow.example')).toMatchObject({ code: 'pass_refused' })
  })

  it('has one with the documented keys for tests as they say', async () => {
    for (const [secret, code] of [
      [SECRETS.passes, null],
      [SECRETS.fails, 'pass_refused'],
      [SECRETS.spent, 'pass_refused'],
    ] as const) {
      const browser = new Browser(secret)
      expect(await browser.shows(DUMMY)).toMatchObject({ code })
      expect(await browser.ask()).toMatchObject({ code: code === null ? null : 'needs_pass' })
    }
  })

  it('is told when Turnstile cannot be asked, or does not know the owner’s secret', async () => {
    expect(await new Browser('0xwrong').shows('ask@burrow.example')).toMatchObject({
      status: 502,
      code: 'misconfigured',
    })
    for (const reply of [
      () => Promise.reject(new TypeError('away')),
      () => Promise.resolve(new Response('<html>')),
    ]) {
      vi.stubGlobal('fetch', reply)
      expect(await new Browser().shows('ask@burrow.example')).toMatchObject({
        status: 503,
        code: 'check_unavailable',
      })
    }
  })

  it.for([{}, { token: '' }, { token: 'x'.repeat(2_049) }, { token: 1 }, { token: 'x', more: 1 }])(
    'sends one token and nothing else: %j',
    async body => {
      expect(await new Browser().send('POST', '/pass', body)).toMatchObject({ status: 400 })
      expect(asked).toEqual([])
    }
  )
})
