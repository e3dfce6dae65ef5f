/** Whoever comes without a cookie costs nothing: D1 and all objects of history's are not asked. */

import { expect, it } from 'vitest'
import { ok } from '../../protocol/problems.ts'
import { api } from '../api.ts'
import { envOf, fakeBox } from '../testing/fake-box.ts'
import { encodeBase64Url } from 'hono/utils/encode'

const none = { used: 0, most: 1 }
const NOTHING = { chats: none, messages: none, bytes: none }

/** Whoever asks it anything is found out. */
const asked: string[] = []
const HISTORY = new Proxy(
  {},
  {
    get(_, name) {
      // What may be kept: of nobody, nothing is looked for.
      if (name === 'kept')
        return (owner: string | null) => (owner === null ? ok(NOTHING) : asked.push(`kept of ${owner}`))
      asked.push(String(name))
      return () => Promise.reject(new Error('history was asked'))
    },
  }
)
const env = {
  ...envOf(fakeBox({})),
  HISTORY,
  WALL: { limit: () => Promise.resolve({ success: true }) },
  SIGN_INS: { limit: () => Promise.resolve({ success: false }) },
}

const call = async (method: string, path: string, body?: object, cookie = '') => {
  const response = await api.request(
    `https://burrow.example/api${path}`,
    {
      method,
      headers: { cookie, 'CF-Connecting-IP': '192.0.2.7', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
    env
  )
  const cookies = response.headers.getSetCookie().map(set => set.split(';', 1)[0])
  return { status: response.status, cookie: cookies.join('; ') }
}

it('a newcomer is told who they are, begins to sign in, and signs out, for nothing', async () => {
  const userHandle = encodeBase64Url(new TextEncoder().encode(crypto.randomUUID()).buffer)
  const proof = { response: { id: 'AAAA', response: { userHandle } } }
  for (const [method, path, status, body] of [
    ['GET', '/me', 200],
    ['POST', '/me/sign-out', 204],
    ['POST', '/me/take-along', 200],
    ['POST', '/me/passkeys/options', 200],
    ['PATCH', `/me/passkeys/${crypto.randomUUID()}`, 404, { name: 'Desk' }],
    ['DELETE', `/me/passkeys/${crypto.randomUUID()}`, 404],
    ['POST', '/me/passkeys', 403, { response: { id: 'AAAA' } }],
    ['POST', '/me/sign-in', 403, proof],
    ['GET', '/pass', 404],
    ['GET', '/owner', 404],
    ['GET', '/chats', 200],
  ] as const)
    expect([path, (await call(method, path, body)).status]).toEqual([path, status])

  // Not even with an answer to what was just asked, where their address has tried too often.
  const { cookie } = await call('POST', '/me/sign-in/options')
  expect((await call('POST', '/me/sign-in', proof, cookie)).status).toBe(429)
  expect(asked).toEqual([])
})
