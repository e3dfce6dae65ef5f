/** Passkeys, by the API alone, in a real browser: what is kept under one, who is let in with one, and who is not. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Held } from './authenticator.ts'
import { launchChromium } from './chromium.ts'
import { Device } from './device.ts'
import { startSystem, type System } from './system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const begin = (...held: Held[]) => Device.begin(browser, system.url, ...held)

describe.concurrent('a passkey', () => {
  it('[V1] made on one device opens the same chats on another, and on no other', async ({ expect }) => {
    const one = await begin()
    const chat = await one.asks()
    expect(await one.me()).toMatchObject({ known: 'anonymous', canKeep: true, passkeys: [] })
    const made = await one.add()
    expect(made).toMatchObject({ status: 200, body: { name: 'Passkey 1', usedAt: null } })
    expect(await one.me()).toMatchObject({ known: 'passkey', passkeys: [made.body] })
    const [held] = await one.authenticator.passkeys()

    const other = await begin(held as Held)
    const signedIn = await other.signIn()
    expect(signedIn).toMatchObject({ status: 200, body: { known: 'passkey', before: 0 } })
    expect(signedIn.body.passkeys).toMatchObject([{ id: made.body.id, usedAt: expect.any(Number) }])
    expect(await other.chats()).toMatchObject([{ id: chat }])
    expect(await other.call('GET', `/api/chats/${chat}`)).toMatchObject({ status: 200 })
    expect(await (await begin()).chats()).toEqual([])
  })

  it('is one of several, has a name, and opens nothing when it is removed', async ({ expect }) => {
    const one = await begin()
    await one.asks()
    const first = (await one.add()).body
    const [held] = await one.authenticator.passkeys()
    const other = await begin(held as Held)
    await other.signIn()
    // This authenticator has one already, so it makes no second: another does.
    await expect(other.add()).rejects.toThrow(/InvalidStateError|previously registered/)
    const third = await begin()
    await third.asks()
    const theirs = (await third.add()).body

    const path = `/api/me/passkeys/${first.id}`
    expect(await one.call('PATCH', path, { name: ' Desk ' })).toMatchObject({ body: { name: 'Desk' } })
    expect((await other.me()).passkeys).toMatchObject([{ name: 'Desk' }])
    for (const wrong of [{ name: '' }, { name: 'x'.repeat(61) }, {}])
      expect(await one.call('PATCH', path, wrong)).toMatchObject({ status: 400 })
    // Another's is as if it were not there.
    for (const [method, body] of [['PATCH', { name: 'Mine' }], ['DELETE']] as const)
      expect(await one.call(method, `/api/me/passkeys/${theirs.id}`, body)).toMatchObject({ status: 404 })

    expect(await one.call('DELETE', path)).toMatchObject({ status: 204 })
    expect(await one.me()).toMatchObject({ known: 'anonymous', passkeys: [] })
    expect(await (await begin(held as Held)).signIn()).toMatchObject({
      status: 403,
      body: { code: 'passkey_refused' },
    })
    expect(await one.chats()).toHaveLength(1)
  })

  it('is signed in with and out of, and a device is then who it was before', async ({ expect }) => {
    const one = await begin()
    const kept = await one.asks()
    await one.add()
    const [held] = await one.authenticator.passkeys()
    await one.call('POST', '/api/me/sign-out')
    expect(await one.chats()).toEqual([])

    const other = await begin(held as Held)
    const own = await other.asks()
    await other.signIn()
    expect(await other.chats()).toMatchObject([{ id: kept }])
    await other.call('POST', '/api/me/sign-out')
    expect(await other.chats()).toMatchObject([{ id: own }])
    // Whoever is not signed in cannot lose what is theirs by it.
    await other.call('POST', '/api/me/sign-out')
    expect(await other.chats()).toMatchObject([{ id: own }])
  })

  it('brings along the chats of the device that it is signed in on, if that is wanted', async ({
    expect,
  }) => {
    const one = await begin()
    const kept = await one.asks()
    await one.add()
    const [held] = await one.authenticator.passkeys()
    const other = await begin(held as Held)
    const own = await other.asks()
    await expect.poll(other.chats).toHaveLength(1)
    // Of whoever is not signed in nothing is to come anywhere.
    const takeAlong = () => other.call('POST', '/api/me/take-along')
    expect(await takeAlong()).toMatchObject({ body: { taken: 0, left: 0 } })

    expect(await other.signIn()).toMatchObject({ body: { before: 1 } })
    expect(await other.chats()).toMatchObject([{ id: kept }])
    expect(await takeAlong()).toMatchObject({ status: 200, body: { taken: 1, left: 0 } })
    expect(await takeAlong()).toMatchObject({ body: { taken: 0, left: 0 } })
    expect(await other.me()).toMatchObject({ before: 0 })
    for (const device of [one, other])
      expect((await device.chats()).map(({ id }) => id).sort()).toEqual([kept, own].sort())
    await other.call('POST', '/api/me/sign-out')
    expect(await other.chats()).toEqual([])
  })

  it('is taken only as an answer to what this browser was just asked, once, and unlocked', async ({
    expect,
  }) => {
    const one = await begin()
    await one.asks()
    const { options } = (await one.call<{ options: object }>('POST', '/api/me/passkeys/options')).body
    const response = await one.makes(options)
    const stranger = await begin()
    expect(await stranger.call('POST', '/api/me/passkeys', { response })).toMatchObject({ status: 403 })
    expect(await one.call('POST', '/api/me/passkeys', { response })).toMatchObject({ status: 200 })
    expect(await one.call('POST', '/api/me/passkeys', { response })).toMatchObject({ status: 403 })

    const [held] = await one.authenticator.passkeys()
    const other = await begin(held as Held)
    const asked = (await other.call<{ options: object }>('POST', '/api/me/sign-in/options')).body
    const proof = await other.shows(asked.options)
    // What was asked to sign in is none to add, what was asked of one browser is none of another.
    expect(await other.call('POST', '/api/me/passkeys', { response: proof })).toMatchObject({ status: 403 })
    expect(await stranger.call('POST', '/api/me/sign-in', { response: proof })).toMatchObject({ status: 403 })
    await other.call('POST', '/api/me/sign-in/options')
    expect(await other.call('POST', '/api/me/sign-in', { response: proof })).toMatchObject({ status: 403 })
    expect(await other.chats()).toEqual([])

    await other.authenticator.isUnlocked(false)
    await expect(other.signIn()).rejects.toThrow()
    await other.authenticator.isUnlocked(true)
    expect(await other.signIn()).toMatchObject({ status: 200 })
  })

  it('that is malformed is refused, and never a fault of ours', async ({ expect }) => {
    const one = await begin()
    const [handle, id] = [btoa(crypto.randomUUID()).replaceAll('=', ''), 'AAAA']
    for (const [path, response, status] of [
      ['passkeys', {}, 400],
      ['passkeys', { id: '?' }, 400],
      ['passkeys', { id }, 403],
      ['passkeys', { id, rawId: id, type: 'public-key', response: { clientDataJSON: '?' } }, 403],
      ['sign-in', { id }, 400],
      ['sign-in', { id, response: {} }, 403],
      ['sign-in', { id, response: { userHandle: '%' } }, 403],
      ['sign-in', { id, response: { userHandle: handle } }, 403],
      ['sign-in', { id: 'x'.repeat(1_365), response: {} }, 400],
    ] as const) {
      await one.call('POST', `/api/me/${path}/options`)
      expect([response, (await one.call('POST', `/api/me/${path}`, { response })).status]).toEqual([
        response,
        status,
      ])
    }
  })

  it('is not made at an address of digits, and the answer says so', async ({ expect }) => {
    const visitor = system.visitor()
    expect(await visitor.get('/api/me')).toMatchObject({ canKeep: false })
    for (const path of ['passkeys/options', 'sign-in/options']) {
      const response = await visitor.call('POST', `/api/me/${path}`)
      expect([response.status, await response.json()]).toMatchObject([409, { code: 'passkeys_unavailable' }])
    }
  })

  it('that one address tries too often is not looked for', async ({ expect }) => {
    const url = system.url.replace('127.0.0.1', 'localhost')
    const statuses: number[] = []
    // Ten a minute; and the platform's minute may end meanwhile.
    while (statuses.length <= 20 && statuses.at(-1) !== 429) {
      const options = await fetch(`${url}/api/me/sign-in/options`, { method: 'POST' })
      const cookie = options.headers
        .getSetCookie()
        .map(set => set.split(';', 1)[0])
        .join('; ')
      const response = { id: 'AAAA', response: { userHandle: btoa(crypto.randomUUID()).replaceAll('=', '') } }
      const tried = await fetch(`${url}/api/me/sign-in`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'CF-Connecting-IP': '192.0.2.7' },
        body: JSON.stringify({ response }),
      })
      statuses.push(tried.status)
    }
    expect(statuses.pop()).toBe(429)
    expect(statuses.length).toBeGreaterThanOrEqual(10)
    expect(statuses).toEqual(statuses.map(() => 403))
  })
})
