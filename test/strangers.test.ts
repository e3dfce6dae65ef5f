/** [V1] At every route: whose id it is makes no difference to whom it is not. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Route } from '../workers/protocol/routes.ts'
import { belongings, somebody, type Somebody } from './belongings.ts'
import type { ApiDocument } from './by-document.ts'
import { launchChromium } from './chromium.ts'
import { named } from './device.ts'
import { callsOf, isForPrograms, isHidden, nobodys, ROUTES, type Things } from './doors.ts'
import { openFeed } from './feeds.ts'
import { send } from './fuzz/wire.ts'
import { startSystem, type System, until } from './system.ts'

const WORDS = 'words of the other'

let system: System
let browser: Browser
let other: Somebody
let stranger: Somebody
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
  ;[other, stranger] = await Promise.all([
    somebody(browser, system, WORDS),
    somebody(browser, system, 'words of mine'),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const each = (of: Things, how: (id: string) => string): Things => ({
  chat: how(of.chat),
  turn: how(of.turn),
  passkey: how(of.passkey),
  key: how(of.key),
})

const next = (id: string) => id.slice(0, -1) + ((Number.parseInt(id.slice(-1), 16) + 1) % 16).toString(16)

/** Ids of the other in one way or another, and such as are nobody's in the same way. */
const WAYS: Record<string, (theirs: Things, mine: Things) => Things> = {
  'as it is': theirs => theirs,
  'in capitals': theirs => each(theirs, id => id.toUpperCase()),
  'the next one, guessed': theirs => each(theirs, next),
  'of another kind': ({ chat, turn, passkey, key }) => ({
    chat: turn,
    turn: chat,
    passkey: key,
    key: passkey,
  }),
  'in what is mine': (theirs, mine) => ({ ...theirs, chat: mine.chat }),
  'with what is mine in it': (theirs, mine) => ({ ...theirs, turn: mine.turn }),
  'a digit short': theirs => each(theirs, id => id.slice(0, -1)),
  'with a NUL behind it': theirs => each(theirs, id => `${id}\0`),
  'without its hyphens': theirs => each(theirs, id => id.replaceAll('-', '')),
  'with a step up behind it': theirs => each(theirs, id => `x/../${id}`),
}

/** All that is told of each of the calls, but for when it was told and under which name. */
async function told(route: Route, things: Things, bearer = stranger.bearer): Promise<unknown[]> {
  const headers: [string, string][] = [
    ['cookie', stranger.visitor.cookie],
    ['origin', named(system.url)],
    ...(isForPrograms(route) ? [['authorization', bearer] as [string, string]] : []),
  ]
  const all = []
  for (const call of callsOf(route, things, headers)) {
    const answer = await send(system.url.replace('127.0.0.1', 'localhost'), call)
    if (typeof answer === 'string') throw new Error(`${route} was ${answer}`)
    const { date: _, 'x-request-id': __, ...rest } = answer.headers
    all.push({ ...answer, headers: rest })
  }
  return all
}

/** It names something that is there, and nothing of another's. */
const isOnlyMine = (call: string) =>
  Object.values(stranger.things).some(id => call.includes(id)) &&
  !Object.values(other.things).some(id => call.includes(id))

const OF_THINGS = ROUTES.filter(route => route.includes(':'))

describe('[V1] another’s id', () => {
  it('is asked for at every route that the document has, and at the owner’s', async ({ expect }) => {
    const { paths } = (await (await fetch(`${system.url}/api/openapi.json`)).json()) as ApiDocument
    const served = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
    )
    expect(served.sort()).toEqual(ROUTES.filter(route => !isHidden(route)).sort())
  })

  it.for(OF_THINGS)('is to %s as the id of nothing is, to the byte', async (route, { expect }) => {
    const before = await belongings(system, other.visitor)
    for (const [how, way] of Object.entries(WAYS)) {
      const things = way(other.things, stranger.things)
      // Of what is mine alone there is nothing to compare.
      if (
        callsOf(route, things, []).some(({ path, body }) => isOnlyMine(`${path} ${body?.toString() ?? ''}`))
      )
        continue
      const theirs = await told(route, things)
      const nothing = await told(route, way(nobodys(), stranger.things))
      expect([how, theirs]).toEqual([how, nothing])
      expect(theirs).toEqual(theirs.map(() => expect.objectContaining({ left: false }) as unknown))
    }
    expect(await belongings(system, other.visitor)).toEqual(before)
  })

  it('opens nothing to a program, nor does most of a key', async ({ expect }) => {
    for (const route of ROUTES.filter(isForPrograms)) {
      const theirs = [other.things.key, other.bearer.slice(7, -1), `${other.bearer.slice(7)}A`]
      for (const key of theirs)
        expect(await told(route, nobodys(), `Bearer ${key}`)).toEqual(
          await told(route, nobodys(), 'Bearer none')
        )
    }
  })

  it('of a passkey proves nothing: who shows it is told what everybody is', async ({ expect }) => {
    const signIn = async ({ id, userHandle }: Somebody['shown']) => {
      const { visitor } = stranger
      const { cookie } = visitor
      await visitor.call('POST', '/api/me/sign-in/options')
      const challenge = visitor.cookie
      const response = {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { userHandle, clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
      }
      const answer = await visitor.call(
        'POST',
        '/api/me/sign-in',
        { response },
        { cookie: `${cookie}; ${challenge}` }
      )
      visitor.cookie = cookie
      return [answer.status, await answer.text()]
    }
    const theirs = await signIn(other.shown)
    expect(theirs).toEqual(await signIn({ ...other.shown, id: 'AAAA' }))
    expect(theirs).toEqual(
      await signIn({ id: 'AAAA', userHandle: btoa(crypto.randomUUID()).replaceAll('=', '') })
    )
    expect(theirs[0]).toBe(403)
  })
})

describe('[V1] what somebody has', () => {
  it.for(ROUTES.filter(route => !route.includes(':')))('is not told by %s', async (route, { expect }) => {
    const before = await belongings(system, other.visitor)
    const said = JSON.stringify(await told(route, stranger.things))
    for (const theirs of [WORDS, ...Object.values(other.things), other.shown.id])
      expect(said).not.toContain(theirs)
    expect(await belongings(system, other.visitor)).toEqual(before)
  })

  it('is told over no socket but theirs', async ({ expect }) => {
    const mine = system.visitor()
    const chat = mine.chat()
    await mine.chats()
    const feeds = [openFeed(system, mine), openFeed({ ...system, url: named(system.url) }, other.visitor)]
    expect(await Promise.all(feeds.map(({ opened }) => opened))).toEqual([true, true])
    await other.visitor.chat(other.things.chat).rename('changed')
    await until('theirs heard of it', () =>
      feeds[1]?.heard.some(event => JSON.stringify(event).includes('changed'))
    )
    await (
      await chat.send({ turn: crypto.randomUUID(), parent: null, text: 'tokens=1', model: 'bench-fast:1b' })
    ).text()
    await until('mine heard of mine', () =>
      feeds[0]?.heard.some(event => JSON.stringify(event).includes(chat.id))
    )
    expect(JSON.stringify(feeds[0]?.heard)).not.toContain(other.things.chat)
    expect(JSON.stringify(feeds[1]?.heard)).not.toContain(chat.id)
    for (const { socket } of feeds) socket.close()
  })
})
