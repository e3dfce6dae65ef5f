/** Who asks: one cookie, ours alone, that does not run out. */

import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../app.ts'
import { unforeseen } from '../refuse.ts'
import { nothingYet, visitor, whoAsks } from './visitor.ts'

const env = { OLLAMA_URL: 'http://127.0.0.1:11434', COOKIE_SECRET: 'x'.repeat(32) }
const HTTPS = 'https://burrow.example'
const HTTP = 'http://localhost:8788'
const DAY_MS = 24 * 60 * 60 * 1_000

const app = new Hono<App>()
  .get('/live', async c => c.text((await whoAsks(c))?.visitor ?? ''))
  .use('/chats/*', visitor)
  .use('/chats/:chat/*', nothingYet)
  .all('*', c => c.text(c.get('visitor')))
  .onError(unforeseen)

/** One request, and the cookie that came with the answer as a browser would send it back. */
async function come(url: string, cookie = '', method = 'GET', bindings: object = env) {
  const response = await app.request(url, { method, headers: cookie === '' ? {} : { cookie } }, bindings)
  const [set = '', ...others] = response.headers.getSetCookie()
  expect(others).toEqual([])
  return { status: response.status, id: await response.text(), set, cookie: set.split(';', 1)[0] ?? '' }
}

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }))
afterEach(() => void vi.useRealTimers())

describe('a visitor', () => {
  it('is named by a cookie that no sibling domain and no script can touch', async () => {
    const { id, set, cookie } = await come(`${HTTPS}/chats`)

    expect(id).toMatch(/^[\da-f-]{36}$/)
    expect(set).toMatch(
      new RegExp(
        `^__Host-burrow=${id}\\.1767225600\\.[\\w%]{40,}; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax$`
      )
    )
    expect(await come(`${HTTPS}/chats`, cookie)).toMatchObject({ id, set: '' })
  })

  it('is named by a plain one where there is no https', async () => {
    const { id, set, cookie } = await come(`${HTTP}/chats`)

    expect(set).toMatch(/^burrow=[^;]+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(await come(`${HTTP}/chats`, cookie)).toMatchObject({ id, set: '' })
  })

  it('is never named over https by a cookie that another domain can set', async () => {
    const planted = (await come(`${HTTP}/chats`)).cookie
    const { id, cookie } = await come(`${HTTPS}/chats`)
    const value = cookie.replace('__Host-', '')

    for (const given of [planted, value, `__Secure-${value}`, `__host-${value}`]) {
      expect((await come(`${HTTPS}/chats`, given)).set).toMatch(/^__Host-burrow=/)
    }
    expect(await come(`${HTTPS}/chats`, `${planted}; ${cookie}`)).toMatchObject({ id, set: '' })
  })

  it('who comes every 29 days is the same for ever', async () => {
    const { id, ...first } = await come(`${HTTPS}/chats`)
    let { cookie } = first
    let renewed = 0
    for (let days = 0; days < 1_000; days += 29) {
      vi.setSystemTime(Date.now() + 29 * DAY_MS)
      const again = await come(`${HTTPS}/chats`, cookie)
      expect(again.id).toBe(id)
      if (again.set === '') continue
      expect(again.set).toContain('Max-Age=34560000')
      cookie = again.cookie
      renewed += 1
    }
    // Every second time: at 58 days, not at 29.
    expect(renewed).toBe(17)
  })

  it.for(['', '.', '.x', '.1.2', ' ', '%00'])('is not named by a value that is not ours: …%s', async tail => {
    const { id } = await come(`${HTTPS}/chats`)
    const forged = await signed(tail === '' ? id.toUpperCase().replace(/^./, 'g') : `${id}${tail}`)
    expect((await come(`${HTTPS}/chats`, forged)).id).not.toBe(id)
  })

  it('from before cookies had a time keeps their chats, and is given one', async () => {
    const id = crypto.randomUUID()
    expect(await come(`${HTTPS}/chats`, await signed(id))).toMatchObject({
      id,
      set: expect.stringContaining(`${id}.1767225600.`),
    })
  })

  it('stays who they are when the secret is changed, as long as the older one is named', async () => {
    const [old, young] = [env.COOKIE_SECRET, 'y'.repeat(32)]
    const { id, cookie } = await come(`${HTTPS}/chats`)
    const rotated = await come(`${HTTPS}/chats`, cookie, 'GET', { ...env, COOKIE_SECRET: `${young},${old}` })
    expect(rotated).toMatchObject({ id, set: expect.stringContaining(id) })

    // It is signed anew at once, so that the older one can be taken away.
    const later = { ...env, COOKIE_SECRET: young }
    expect(await come(`${HTTPS}/chats`, rotated.cookie, 'GET', later)).toMatchObject({ id, set: '' })
    expect((await come(`${HTTPS}/chats`, cookie, 'GET', later)).id).not.toBe(id)
  })

  it('is nobody to whom the secret is not set', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { status, id, set } = await come(`${HTTPS}/chats`, '', 'GET', { ...env, COOKIE_SECRET: '' })
    expect(warn.mock.calls.join()).toMatch(/COOKIE_SECRET/)
    warn.mockRestore()

    expect(status).toBe(502)
    expect(JSON.parse(id)).toMatchObject({ code: 'misconfigured', retryable: false })
    expect(set).toBe('')
  })
})

describe('a newcomer', () => {
  it('has nothing to read or to change, may ask, and is given a cookie with it all', async () => {
    for (const [method, path, status] of [
      ['GET', '/chats', 200],
      ['GET', '/chats/1', 404],
      ['PATCH', '/chats/1', 404],
      ['DELETE', '/chats/1', 404],
      ['GET', '/chats/1/turns/2/events', 404],
      ['DELETE', '/chats/1/turns/2', 404],
      ['POST', '/chats/1/turns', 200],
    ] as const) {
      const first = await come(HTTPS + path, '', method)
      expect([method, path, first.status]).toEqual([method, path, status])
      expect(first.set).not.toBe('')
      expect((await come(HTTPS + path, first.cookie, method)).status).toBe(200)
    }
  })

  it('is nobody to a socket', async () => {
    expect(await come(`${HTTPS}/live`)).toMatchObject({ id: '', set: '' })
    const { id, cookie } = await come(`${HTTPS}/chats`)
    expect(await come(`${HTTPS}/live`, cookie)).toMatchObject({ id, set: '' })
  })
})

/** A cookie of this value, signed as ours are. */
async function signed(value: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(env.COOKIE_SECRET),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign']
  )
  const bytes = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(value))
  const signature = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return `__Host-burrow=${encodeURIComponent(`${value}.${signature}`)}`
}
