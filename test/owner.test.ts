/** What the owner sets while Burrow runs holds from the next question on, for everybody, and outlives it all. */

import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import type { Me } from '../workers/protocol/me.ts'
import type { ModelList, Status } from '../workers/protocol/nouns.ts'
import { OWNER_TEXT_CHARS } from '../workers/protocol/owner.ts'
import { Guest, newAddress, refused } from './guest.ts'
import { EMAIL, type Owned, startOwned, whoIs } from './owner.ts'
import { programs, says } from './programs.ts'
import { newQuestion, until } from './system.ts'
import { settled } from './visitor.ts'
import { watch } from './watch.ts'

const FAST = 'bench-fast:1b'
const SLOW = 'bench-50:1b'

let owned: Owned
beforeAll(async () => {
  owned = await startOwned()
})
afterAll(() => owned?.stop())
afterEach(async () => void (await owned.owner.set({ paused: null, welcome: '' })))

const status = () => owned.system.visitor().get<Status>('/api/status')

describe('the owner', () => {
  it('sees hosts, what was used, and what is set, and nothing of what people ask', async ({ expect }) => {
    const { system, owner } = owned
    const question = newQuestion(5)
    const visitor = system.visitor()
    await visitor.chats()
    await (await visitor.ask(FAST, question)).response.text()
    const who = await whoIs(visitor)
    const view = await until('it is counted', async () => {
      const now = await owner.view()
      const isLoaded = now.hosts[0]?.loaded.some(({ name }) => name === FAST)
      return now.visitors.some(one => one.who === who) && now.turns.length === 0 && isLoaded && now
    })

    expect(view.hosts).toMatchObject([{ state: 'ready', answering: 0, slots: 64 }])
    expect(view.hosts[0]?.loaded).toContainEqual({ name: FAST, bytes: expect.any(Number) as number })
    expect(view.hosts[0]?.rate).toBeGreaterThan(0)
    expect(view.days[0]).toMatchObject({ day: Math.floor(view.now / 86_400_000), failed: 0 })
    expect(view.visitors).toContainEqual({
      who,
      turns: 1,
      boxSeconds: expect.any(Number) as number,
      blockedAt: null,
    })
    expect(view.models).toContainEqual({ name: FAST, offered: true })
    expect(view.configured).toMatchObject({ turnsAMinute: 10, boxMinutes: 30 })
    expect(JSON.stringify(view)).not.toContain(question.slice(0, 20))
  })

  it('is told to be one where they chat, and nobody else is', async ({ expect }) => {
    const { owner, employee, system } = owned
    expect(await owner.get<Me>('/api/me')).toMatchObject({ isOwner: true })
    for (const other of [employee, system.visitor()])
      expect(await other.get<Me>('/api/me')).toMatchObject({ isOwner: false })
  })
})

describe('a pause', () => {
  it('[O4] is told to everybody, refuses what is new and programs, and leaves the rest: until it is over', async ({
    expect,
  }) => {
    const { system, owner } = owned
    const { owner: reader, chat } = await settled(system.visitor())
    const { openai } = await programs(system)
    const running = await reader.ask(SLOW, newQuestion(60))
    const whole = watch(running.response)
    expect((await owner.set({ paused: { message: ' Back on Monday. ' } })).settings.paused).toEqual({
      message: 'Back on Monday.',
    })

    expect(await status()).toMatchObject({ paused: { message: 'Back on Monday.' } })
    expect(await refused(reader)).toMatchObject({ status: 503, code: 'paused', message: 'Back on Monday.' })
    await expect(openai.chat.completions.create({ model: FAST, messages: says('hi') })).rejects.toMatchObject(
      { status: 503, code: 'paused' }
    )
    expect((await chat.open()).messages).toHaveLength(2)
    expect((await whole).message?.status).toBe('done')
    expect(await refused(owner)).toBeNull()
    await system.restart()
    expect(await refused(reader)).toMatchObject({ code: 'paused' })
    await owner.set({ paused: null })
    expect(await refused(reader)).toBeNull()
    expect(await status()).not.toHaveProperty('paused')
  })
})

it('[O4] a welcome is told to whoever comes, and the log says who has set it', async ({ expect }) => {
  const { now } = await owned.owner.set({ paused: { message: 'Later.' }, welcome: 'Hello.' })
  expect(await status()).toMatchObject({ welcome: 'Hello.', paused: { message: 'Later.' } })
  const [one, two] = (await owned.owner.view()).changes
  expect([one, two]).toMatchObject([
    { by: EMAIL, what: 'Paused the public to say “Later.”.' },
    { by: EMAIL, what: 'Set the welcome to say “Hello.”.' },
  ])
  expect(Math.abs((one?.at ?? 0) - now)).toBeLessThan(60_000)
})

describe('a model that is turned off', () => {
  it('is asked by nobody and listed nowhere, what has begun goes on, and it comes back', async ({
    expect,
  }) => {
    const { system, owner } = owned
    const visitor = system.visitor()
    await visitor.chats()
    const { openai, ollama } = await programs(system)
    const running = await visitor.ask(SLOW, newQuestion(60))
    const whole = watch(running.response)
    const { models } = await owner.set({ models: { [SLOW]: false } })
    expect(models).toContainEqual({ name: SLOW, offered: false })

    expect(await refused(visitor, 'tokens=1', SLOW)).toMatchObject({ status: 403, code: 'not_allowed' })
    const lists = [
      (await visitor.get<ModelList>('/api/models')).models.map(({ name }) => name),
      (await status()).loaded,
      (await openai.models.list()).data.map(({ id }) => id),
      (await ollama.list()).models.map(({ name }) => name),
    ]
    for (const names of lists) expect(names).not.toContain(SLOW)
    await expect(openai.chat.completions.create({ model: SLOW, messages: says('hi') })).rejects.toMatchObject(
      { status: 404 }
    )
    expect((await whole).message?.status).toBe('done')
    await owner.set({ models: { [SLOW]: true } })
    expect(await refused(visitor, 'tokens=1', SLOW)).toBeNull()
  })
})

it('[O4] [Q5] limits that the owner sets hold at once, over a restart, and until they are taken back', async ({
  expect,
}) => {
  const { system, owner } = owned
  const guest = new Guest(system, newAddress())
  await guest.chats()
  const { settings } = await owner.set({ limits: { turnsAMinute: 2 } })
  expect(settings.limits).toEqual({ turnsAMinute: 2 })
  for (const _ of [1, 2]) expect(await refused(guest)).toBeNull()
  expect(await refused(guest)).toMatchObject({ code: 'too_fast' })
  expect(await guest.get<Me>('/api/me')).toMatchObject({ usage: { turnsThisMinute: { most: 2 } } })
  await owner.set({ limits: { turnsAMinute: null } })
  expect(await refused(guest)).toBeNull()
  expect((await owner.said()).slice(0, 2)).toEqual([
    'Took back what was set for questions a minute.',
    'Set questions a minute to 2.',
  ])
})

it('a change that is no change is refused with what is wrong, and nothing of it holds', async ({
  expect,
}) => {
  const { owner } = owned
  const before = await owner.view()
  for (const wrong of [
    { paused: { message: 'x'.repeat(OWNER_TEXT_CHARS + 1) } },
    { welcome: 1 },
    { limits: { turnsAMinute: 0 } },
    { limits: { turnsAMinute: 1.5 } },
    { limits: { boxMinutes: 1e9 } },
    { limits: { questionChars: 1 } },
    { models: { 'none:1b': false } },
    { models: { [FAST]: 'no' } },
    { blocked: [] },
  ]) {
    const response = await owner.call('PATCH', '/api/owner', { welcome: 'Hello', ...wrong })
    expect([wrong, response.status]).toEqual([wrong, 400])
    expect(await response.json()).toMatchObject({ code: 'bad_request' })
  }
  expect((await owner.call('PATCH', '/api/owner', ' '.repeat(200_001))).status).toBe(413)
  const after = await owner.view()
  expect([after.settings, after.changes]).toEqual([before.settings, before.changes])
})

it('[V1] to whom Access lets in and who is none, their paths are as ones that are not there', async ({
  expect,
}) => {
  const { employee } = owned
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const [theirs, unknown] = await Promise.all(
      ['owner', 'nothing'].map(async path => {
        const response = await employee.call(method, `/api/${path}`, method === 'PATCH' ? {} : undefined)
        return [response.status, await response.text()]
      })
    )
    expect([method, theirs]).toEqual([method, unknown])
  }
})

it('another site’s page changes nothing in the owner’s name, and sees nothing', async ({ expect }) => {
  const { owner } = owned
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  for (const [method, body] of [['GET'], ['PATCH', { welcome: 'evil' }]] as const)
    expect((await owner.call(method, '/api/owner', body, foreign)).status).toBe(403)
  expect((await owner.view()).settings.welcome).toBe('')
})
