/** Becoming an owner with a passkey; and to everybody else there is nothing of an owner's, to the byte. */

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { OWNER_TRIES, type OwnerView } from '../workers/protocol/owner.ts'
import type { Held } from './authenticator.ts'
import { launchChromium } from './chromium.ts'
import { Device } from './device.ts'
import { startSystem, type System } from './system.ts'
import { settled, Visitor } from './visitor.ts'

const CODE = 'a code that nobody guesses'

const vars = { OWNER_CODE: CODE }

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem({ vars }), launchChromium()])
})
afterAll(() => Promise.all([browser?.close(), system?.stop()]))
const devices: Device[] = []
afterEach(() => Promise.all(devices.splice(0).map(({ context }) => context.close())))

/** Somebody with a chat and a passkey. */
async function signedIn(): Promise<Device> {
  const device = await Device.begin(browser, system.url)
  devices.push(device)
  await device.asks()
  await device.add()
  return device
}

const enrol = (device: Device, code: string) => device.call('POST', '/api/owner/enrol', { code })
const view = (device: Device) => device.call<OwnerView>('GET', '/api/owner')

/** As a browser would send it. */
async function cookieOf({ context }: Device): Promise<string> {
  const cookies = await context.cookies()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

const UUID = crypto.randomUUID()

const CALLS: [method: string, path: string, body?: string][] = [
  ['GET', ''],
  ['HEAD', ''],
  ['OPTIONS', ''],
  ['PATCH', '', '{"paused":{"message":""}}'],
  ['PATCH', '', '{'],
  ['PATCH', '', ' '.repeat(1_000)],
  ['PATCH', '', ' '.repeat(1_001)],
  ['POST', '/enrol', '{"code":"a code that somebody guesses"}'],
  ['POST', '/enrol', '{'],
  ['POST', '/enrol'],
  ['POST', '/enrol', ' '.repeat(1_001)],
  ['GET', '/enrol'],
  ['POST', `/turns/${UUID}/end`],
  ['POST', '/turns/no-id/end'],
  ['PUT', '/blocked/AAAAAAAAAA', '{}'],
  ['DELETE', '/blocked/AAAAAAAAAA'],
  ['DELETE', '/visitors/AAAAAAAAAA'],
  ['GET', '/nothing'],
]

/** All of an answer but the id of its request and the time. */
async function whole(
  path: string,
  method: string,
  body: string | undefined,
  headers: Record<string, string>
) {
  const response = await fetch(`${system.url.replace('127.0.0.1', 'localhost')}/api${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...((body?.length ?? 0) > 1_000 && { connection: 'close' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  })
  const told = [...response.headers].filter(([name]) => !['x-request-id', 'date'].includes(name))
  return { status: response.status, told, body: await response.text() }
}

describe('the code', () => {
  it('[O4] makes one an owner, once: it is used up, and what they are outlives a restart; a new one makes another', async ({
    expect,
  }) => {
    const [ada, bob] = [await signedIn(), await signedIn()]
    expect(await ada.me()).toMatchObject({ known: 'passkey', isOwner: false })
    expect(await enrol(ada, ` ${CODE} `)).toMatchObject({ status: 204 })
    expect(await ada.me()).toMatchObject({ isOwner: true })
    const seen = await view(ada)
    expect(seen).toMatchObject({ status: 200, body: { changes: [{ what: 'Became an owner by the code.' }] } })
    expect(seen.body.visitors.map(({ who }) => who)).toContain(seen.body.changes[0]?.by)
    expect(await enrol(bob, CODE)).toMatchObject({ status: 404 })
    await system.restart()
    expect(await enrol(bob, CODE)).toMatchObject({ status: 404 })
    expect(await view(bob)).toMatchObject({ status: 404 })
    expect(await view(ada)).toMatchObject({ status: 200 })

    vars.OWNER_CODE = 'another code that nobody guesses'
    await system.restart()
    expect(await bob.me()).toMatchObject({ isOwner: false })
    expect(await enrol(bob, vars.OWNER_CODE)).toMatchObject({ status: 204 })
    expect(await bob.me()).toMatchObject({ isOwner: true })
  })

  it('is needed once: whoever signs in with that passkey is an owner, until they sign out or are forgotten', async ({
    expect,
  }) => {
    vars.OWNER_CODE = 'a third code that nobody guesses'
    await system.restart()
    const [ada, eva] = [await signedIn(), await signedIn()]
    expect(await enrol(ada, vars.OWNER_CODE)).toMatchObject({ status: 204 })
    const [held] = await ada.authenticator.passkeys()
    const other = await Device.begin(browser, system.url, held as Held)
    devices.push(other)
    expect(await other.signIn()).toMatchObject({ body: { isOwner: true } })
    await other.call('PATCH', '/api/owner', { paused: { message: '' } })
    await ada.asks()
    await expect(eva.asks()).rejects.toThrow('503')
    await other.call('PATCH', '/api/owner', { paused: null })
    await other.call('POST', '/api/me/sign-out')
    expect(await view(other)).toMatchObject({ status: 404 })
    expect(await view(ada)).toMatchObject({ status: 200 })
    await ada.call('DELETE', '/api/me')
    expect(await view(ada)).toMatchObject({ status: 404 })
  })

  it('is heard five times an hour where it is wrong, of whoever has a passkey; then not even the right one is', async ({
    expect,
  }) => {
    const before = system
    system = await startSystem({ vars: { OWNER_CODE: CODE } })
    try {
      const stranger = system.visitor()
      for (let n = 0; n < 2 * OWNER_TRIES; n += 1)
        expect((await stranger.call('POST', '/api/owner/enrol', { code: CODE })).status).toBe(404)
      const [one, two] = [await signedIn(), await signedIn()]
      for (let n = 0; n < OWNER_TRIES; n += 1)
        expect(await enrol(n % 2 ? one : two, `a wrong code, the ${n}th`)).toMatchObject({ status: 404 })
      expect(await enrol(one, CODE)).toMatchObject({ status: 404, body: { code: 'not_found' } })
      await system.restart()
      expect(await enrol(one, CODE)).toMatchObject({ status: 404 })
      expect(await view(one)).toMatchObject({ status: 404 })
    } finally {
      await system.stop()
      system = before
    }
  })
})

describe('[O4] [V1] whoever is no owner', () => {
  it('is answered at every path of an owner’s as at one that is not there, to the byte', async ({
    expect,
  }) => {
    const { owner } = await settled(new Visitor(system.url.replace('127.0.0.1', 'localhost')))
    const device = await signedIn()
    const passkey = await cookieOf(device)
    const people: [string, Record<string, string>][] = [
      ['a stranger', {}],
      ['a visitor', { cookie: owner.cookie }],
      ['somebody with a passkey', { cookie: passkey }],
      ['a forger', { cookie: passkey.replace(/^(burrow=[^.]+)/, `burrow=${UUID}`) }],
      ['a forger of a passkey', { cookie: owner.cookie.replace(/(\.\d+)(\.[^.]+)$/, '$1.p$2') }],
      ['somebody with a token', { 'Cf-Access-Jwt-Assertion': 'no.such.token' }],
      ['another site', { cookie: passkey, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ]
    for (const [who, headers] of people)
      for (const [method, path, body] of CALLS) {
        const theirs = await whole(`/owner${path}`, method, body, headers)
        const unknown = await whole(`/nothing${path}`, method, body, headers)
        expect([who, method, path, theirs]).toEqual([who, method, path, unknown])
      }
  })
})
