/** For which names passkeys are made, and where they may be used. */

import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { App } from '../app.ts'
import { partyOf } from './party.ts'

const app = new Hono<App>().get('/', c => c.json(partyOf(c)))

const at = async (url: string, RP_ID = '', RP_ORIGINS = ''): Promise<unknown> =>
  (
    await app.request(url, {}, { OLLAMA_URL: 'http://box', COOKIE_SECRET: 'x'.repeat(32), RP_ID, RP_ORIGINS })
  ).json()

describe('a passkey', () => {
  it('is made for the name at which somebody comes, where nothing else is set', async () => {
    for (const origin of ['https://burrow.example', 'http://localhost:8788', 'https://chat.burrow.example'])
      expect(await at(origin)).toEqual({ id: new URL(origin).hostname, origins: [origin] })
    for (const digits of ['http://127.0.0.1:8788', 'https://10.0.0.7', 'http://[::1]:8788'])
      expect(await at(digits)).toBeNull()
  })

  it('is made for the domain that is set, at every name in it and at no other', async () => {
    for (const origin of ['https://example.com', 'https://chat.example.com'])
      expect(await at(origin, 'Example.com')).toEqual({ id: 'example.com', origins: [origin] })
    for (const other of ['https://notexample.com', 'https://example.com.evil', 'https://burrow.pages.dev'])
      expect(await at(other, 'example.com')).toBeNull()
  })

  it('is used at the origins that are set alone', async () => {
    const origins = ['https://chat.example.com', 'https://burrow.example.com']
    for (const origin of origins)
      expect(await at(origin, 'example.com', origins.join(', '))).toEqual({ id: 'example.com', origins })
    expect(await at('https://old.example.com', 'example.com', origins.join(', '))).toBeNull()
    expect(await at('http://chat.example.com', 'example.com', origins.join(', '))).toBeNull()
  })
})
