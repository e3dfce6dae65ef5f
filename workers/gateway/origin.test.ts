/** Whose page asks: every mix of what a browser says, at every kind of name. */

import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { App } from './app.ts'
import { atOwnOrigin, ownChange, ownName, ownPage } from './origin.ts'

const app = new Hono<App>()
  .use(ownName)
  .use(ownChange)
  .use('/mine', ownPage)
  .get('/socket', c => c.text('', atOwnOrigin(c) ? 200 : 403))
  .all('*', c => c.text(''))

const HERE = 'https://burrow.example'
const ask = async (method: string, url: string, headers: Record<string, string> = {}) =>
  (await app.request(url, { method, headers })).status

const site = (value: string) => ({ 'Sec-Fetch-Site': value })
const origin = (value: string) => ({ Origin: value })

const FOREIGN: Record<string, string>[] = [
  site('cross-site'),
  site('same-site'),
  site('anything'),
  origin('https://evil.example'),
  origin('https://chat.burrow.example'),
  origin('http://burrow.example'),
  origin('https://burrow.example:8443'),
  origin('null'),
  { ...site('cross-site'), ...origin(HERE) },
  { ...site('same-origin'), ...origin('https://evil.example') },
]
const OWN: Record<string, string>[] = [
  {},
  site('same-origin'),
  site('none'),
  origin(HERE),
  { ...site('same-origin'), ...origin(HERE) },
]

describe('a request from another site', () => {
  it.for(FOREIGN)('changes nothing and reads nothing that is private: %o', async headers => {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
      expect(await ask(method, `${HERE}/any`, headers)).toBe(403)
    }
    expect(await ask('GET', `${HERE}/mine`, headers)).toBe(403)
    expect(await ask('GET', `${HERE}/any`, headers)).toBe(200)
  })
})

describe('a request of the own page, or of no page at all', () => {
  it.for(OWN)('is heard: %o', async headers => {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      expect(await ask(method, `${HERE}/mine`, headers)).toBe(200)
    }
  })
})

describe('a socket', () => {
  it('is opened for the own origin alone, and never where none is named', async () => {
    expect(await ask('GET', `${HERE}/socket`, origin(HERE))).toBe(200)
    for (const headers of [{}, site('cross-site'), site('same-origin'), origin('https://evil.example')]) {
      expect(await ask('GET', `${HERE}/socket`, headers)).toBe(403)
    }
  })
})

describe('a name', () => {
  it.for([
    'http://localhost:8788',
    'http://LOCALHOST',
    'http://burrow.localhost:8788',
    'http://127.0.0.1:8788',
    'http://[::1]:8788',
    'https://burrow.example',
    'https://10.0.0.7',
  ])('is Burrow’s: %s', async url => {
    expect(await ask('GET', `${url}/any`)).toBe(200)
    expect(await ask('POST', `${url}/any`, origin(new URL(url).origin))).toBe(200)
  })

  it.for([
    'http://evil.example',
    'http://127.0.0.1.evil.example:8788',
    'http://localhost.evil.example',
    'http://evillocalhost',
    'http://.localhost',
    'http://box:8788',
    'http://192.168.1.7:8788',
    'http://[::ffff:127.0.0.1]',
  ])('may have been made to lead here, and is refused in words: %s', async url => {
    const own = { ...site('same-origin'), ...origin(url) }
    const response = await app.request(`${url}/any`, { headers: own })

    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      code: 'foreign_origin',
      message: 'Over plain http Burrow answers to localhost alone. At any other name it needs https.',
      retryable: false,
    })
  })
})
