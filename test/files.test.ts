/** The page's files as they are served: what is there, what is not, and what every answer says beside it. */

import { request } from 'node:http'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { UPGRADE } from './doors.ts'
import { send } from './fuzz/wire.ts'
import { startSystem, type System } from './system.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system.stop())

async function load(path: string) {
  const response = await fetch(system.url + path, { redirect: 'manual' })
  const { status, headers } = response
  return { status, cache: headers.get('cache-control'), headers, text: await response.text() }
}

/** `fetch` does not send every method. */
const statusOf = (method: string, path: string) =>
  new Promise((resolve, reject) => {
    request(system.url + path, { method, agent: false }, response => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

const START = 'What would you like to know?'

describe("the page's files", () => {
  it('are the page, at the start, at the address of a chat and at that of the owner’s page', async ({
    expect,
  }) => {
    const start = await load('/')
    const chat = await load(`/c/${crypto.randomUUID()}`)
    const owner = await load('/owner')

    expect([start.status, chat.status, owner.status]).toEqual([200, 200, 200])
    expect([chat.text, owner.text]).toEqual([start.text, start.text])
    expect(start.cache).toBe('public, max-age=0, must-revalidate')
    expect(chat.cache).toBe(start.cache)
  })

  it('are kept for ever under a name that changes with them', async ({ expect }) => {
    const [script = ''] = /\/assets\/[^"]+\.js/.exec((await load('/')).text) ?? []
    const { status, cache, headers } = await load(script)

    expect([status, cache]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect(headers.get('content-type')).toMatch(/javascript/)
  })

  it('let the start be found, and no chat', async ({ expect }) => {
    const robots = await load('/robots.txt')
    const paths = ['/', `/c/${crypto.randomUUID()}`, '/owner']
    const [start, chat, owner] = await Promise.all(paths.map(load))

    expect(robots.status).toBe(200)
    expect(robots.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(robots.text).toMatch(/^User-agent: \*\nDisallow: \/api\/$/m)
    expect(start?.headers.get('x-robots-tag')).toBeNull()
    for (const hidden of [chat, owner]) expect(hidden?.headers.get('x-robots-tag')).toBe('noindex')
  })

  it.for(['/assets/index-of-yesterday.js', '/assets/', '/nothing', '/c', '/nothing.js', '/.git/config'])(
    'are missing where they are missing, so that nothing else is kept in their place: %s',
    async (path, { expect }) => {
      const { status, cache, text } = await load(path)

      expect([status, cache]).toEqual([404, 'no-store'])
      expect(text).toContain('There is nothing here.')
      expect(text).not.toContain(START)
    }
  )

  it.for(['/%00', '/assets/%00.js', `/${'x'.repeat(300)}`])(
    'say nothing of where they lie, whatever is asked for: %s',
    async (path, { expect }) => {
      const { status, text } = await load(path)

      expect([status, text]).toEqual([404, ''])
    }
  )

  it('are not asked for in another way, and go on being served', async ({ expect }) => {
    const statuses = await Promise.all(
      ['TRACE', 'POST', 'OPTIONS', 'PROPFIND'].map(method => statusOf(method, '/theme.js'))
    )

    expect(statuses).toEqual([405, 405, 405, 405])
    expect((await load('/theme.js')).status).toBe(200)
  })

  it('open no socket, and go on being served', async ({ expect }) => {
    const socket = () =>
      send(system.url, {
        method: 'GET',
        path: '/theme.js',
        headers: UPGRADE,
        body: null,
        chunked: false,
        operation: null,
      })
    const all = await Promise.all(
      Array.from({ length: 40 }, () => Promise.all([socket(), load('/theme.js')]))
    )

    for (const [refused, served] of all) {
      expect(refused).toMatchObject({ status: 405 })
      expect(served.status).toBe(200)
    }
  })

  it.for([
    '/',
    '/theme.js',
    '/pass',
    '/pass.js',
    '/robots.txt',
    '/index.html',
    '/nothing',
    '/assets/nothing.js',
    '/c/nothing',
  ])('are for this page alone, and by https alone: %s', async (path, { expect }) => {
    const { headers } = await load(path)

    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.getSetCookie()).toEqual([])
  })
})
