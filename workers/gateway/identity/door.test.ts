/** Cloudflare Access before Burrow: whom it lets in, and nobody else, at whatever name they come. */

import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { AUDIENCE, Team } from '../testing/access.ts'
import { come, history, person, team, who } from '../testing/door.ts'

describe('Access for everyone', () => {
  it('lets in whom it knows, as the same visitor for ever, with or without a cookie of ours', async () => {
    const [ada, bob] = await Promise.all([person('ada'), person('bob')])
    const first = await who({ token: ada })

    expect(first).toMatchObject({ known: 'access', newcomer: false, isOwner: false })
    expect(first['visitor']).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(await who({ token: await person('ada') })).toEqual(first)
    expect(await who({ cookie: `CF_Authorization=${ada}` })).toEqual(first)
    expect(await who({ token: ada, more: { COOKIE_SECRET: 'y'.repeat(32) } })).toEqual(first)
    expect((await who({ token: bob }))['visitor']).not.toBe(first['visitor'])
  })

  it('answers nobody else anything, by any path and at any name', async () => {
    const { set } = await come('/chats', { token: await person('ada') })
    const cookie = set.split(';', 1)[0] ?? ''
    for (const path of ['/', '/chats', '/status', '/owner', '/openapi.json'])
      for (const url of ['https://burrow.example', 'https://burrow.pages.dev', 'http://localhost'])
        for (const how of [{ url }, { url, cookie }]) {
          const { status, body } = await come(path, how)
          expect([path, status]).toEqual([path, 401])
          expect(JSON.parse(body)).toMatchObject({ code: 'not_signed_in', retryable: false })
        }
  })

  it('takes no token that is not Access’ own, for this Burrow, and of now', async () => {
    const now = Math.floor(Date.now() / 1_000)
    const stranger = new Team(team.url)
    const claims = { sub: 'ada', iss: team.url, aud: AUDIENCE, exp: now + 60 }
    const symmetric = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' })
    const good = await person('ada')
    const [head = '', , tail = ''] = good.split('.')
    const wrong = {
      nothing: '',
      words: 'let me in',
      unsigned: new UnsecuredJWT(claims).encode(),
      'signed with a secret': await symmetric.sign(new TextEncoder().encode('x'.repeat(32))),
      'signed by another': await stranger.token({ sub: 'ada' }),
      changed: `${head}.${btoa(JSON.stringify({ ...claims, sub: 'bob' })).replaceAll('=', '')}.${tail}`,
      'another application’s': await person('ada', { aud: 'ef'.repeat(32) }),
      'another team’s': await person('ada', { iss: 'https://other.cloudflareaccess.com' }),
      'run out': await person('ada', { exp: now - 60 }),
      'of later': await person('ada', { nbf: now + 60 }),
      endless: await team.token({ sub: 'ada', exp: undefined as never }),
      nobody: await person(''),
    }
    for (const [what, token] of Object.entries(wrong))
      expect([what, (await come('/chats', { token })).status]).toEqual([what, 401])
  })

  it('knows each program by its own service token', async () => {
    const one = await who({ token: await person('', { common_name: 'one.access' }) })
    const two = await who({ token: await person('', { common_name: 'two.access' }) })
    const person1 = await who({ token: await person('one.access') })

    expect(new Set([one, two, person1].map(({ visitor: id }) => id)).size).toBe(3)
  })

  it('fetches the keys once, and again when they have changed', async () => {
    const before = team.fetched
    await who({ token: await person('ada') })
    await who({ token: await person('bob') })
    expect(team.fetched - before).toBeLessThanOrEqual(1)
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
    await team.rotate()
    expect(await who({ token: await person('ada') })).toMatchObject({ known: 'access' })
  })

  it('that cannot be asked for its keys lets nobody in, and says that it may pass', async () => {
    const more = { ACCESS_TEAM: 'another' }
    const token = await team.token({ sub: 'ada', iss: 'https://another.cloudflareaccess.com' })
    team.status = 503
    const reply = await come('/chats', { token, more })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no such host')))
    const gone = await come('/chats', { token, more })

    for (const { status, body } of [reply, gone]) {
      expect(status).toBe(503)
      expect(JSON.parse(body)).toMatchObject({ code: 'check_unavailable', retryable: true })
    }
  })

  it('does not forget who somebody was here without it', async () => {
    const anonymous = await come('/chats', { more: { ACCESS_TEAM: '', ACCESS_AUD: '', OWNERS: '' } })
    const cookie = anonymous.set.split(';', 1)[0] ?? ''
    const { visitor: was } = JSON.parse(anonymous.body) as { visitor: string }

    const { set } = await come('/chats', { token: await person('ada'), cookie })
    expect(set).toContain(`__Host-burrow-before=before.${was}.`)
  })

  it('keeps an e-mail address once, and again only where it could not be', async () => {
    const token = await person('eva', { email: 'Eva@Example.com' })
    history.isAway = true
    expect((await come('/chats', { token })).set).toBe('')
    history.isAway = false
    const { set, body } = await come('/chats', { token })
    const { visitor: id } = JSON.parse(body) as { visitor: string }
    await come('/chats', { token, cookie: set.split(';', 1)[0] ?? '' })

    expect(history.kept).toEqual([[id, 'eva@example.com']])
  })
})
