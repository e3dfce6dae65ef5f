/** A Worker of somebody's own beside Burrow (`docs/example`): it calls the live history through its binding. */

import { serializeSigned } from 'hono/utils/cookie'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { settings } from '../docs/example/settings.ts'
import { wholeChat } from '../docs/example/whole-chat.ts'
import { benchAnswer } from '../demo/server.ts'
import { build } from '../scripts/build.ts'
import type { Message, OpenChat, PathQuery } from '../workers/protocol/nouns.ts'
import { freePort, newQuestion, startSystem, type System } from './system.ts'
import { settled, Visitor } from './visitor.ts'
import { watch } from './watch.ts'

const FOLDER = 'docs/example'
const VISITOR = crypto.randomUUID()
const EXPORT_KEY = 'k'.repeat(32)
const COOKIE_SECRET = 'a secret of the tests and of no other'

let system: System
let url: string
beforeAll(async () => {
  await build(FOLDER)
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  system = await startSystem({
    vars: { VISITOR, EXPORT_KEY, COOKIE_SECRET },
    beside: { folder: FOLDER, port },
  })
})
afterAll(() => system.stop())

/** The visitor whose chats are told, as the gateway would have made them. */
async function chosen(): Promise<Visitor> {
  const now = Math.floor(Date.now() / 1_000)
  const [cookie = ''] = (await serializeSigned('burrow', `${VISITOR}.${now}`, COOKIE_SECRET)).split(';', 1)
  return new Visitor(system.url, cookie)
}

const get = (path: string, key = EXPORT_KEY) =>
  fetch(url + path, { headers: key === '' ? {} : { authorization: `Bearer ${key}` } })

describe('a Worker beside Burrow', () => {
  it('reads of the live history what was asked through the gateway', async ({ expect }) => {
    const visitor = await chosen()
    const question = newQuestion(20)
    const { chat, response } = await visitor.ask('bench-fast:1b', question)
    await watch(response)
    const [listed] = (await (await get('/')).json()).chats
    const told = await get(`/${chat.id}`)
    const text = await told.text()

    expect(listed.id).toBe(chat.id)
    expect(told.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(text).toMatch(/^## Question, \d{4}-.*Z$/m)
    expect(text).toMatch(/^## bench-fast:1b, \d{4}-.*Z$/m)
    expect(text).toContain(`\n\n${question}\n\n`)
    expect(text.endsWith(`\n\n${benchAnswer(question)}\n`)).toBe(true)
  })

  it('tells nothing to whoever has not the key', async ({ expect }) => {
    const { chat } = await settled(await chosen())
    for (const path of ['/', `/${chat.id}`, `/?owner=${VISITOR}`]) {
      for (const key of ['', 'k', `${EXPORT_KEY}k`]) {
        const { status, text } = await get(path, key).then(async one => ({
          status: one.status,
          text: await one.text(),
        }))
        expect([path, key, status >= 400 && status < 500, text.includes(chat.id)]).toEqual([
          path,
          key,
          true,
          false,
        ])
      }
    }
  })

  it("tells of nobody's chats but those of its visitor, whatever is asked", async ({ expect }) => {
    const { owner, chat } = await settled(system.visitor())
    const id = /burrow=([0-9a-f-]{36})/.exec(owner.cookie)?.[1] ?? ''
    for (const query of ['', `?owner=${id}`, `?visitor=${id}&VISITOR=${id}`]) {
      const told = await get(`/${chat.id}${query}`)
      expect([told.status, await told.json()]).toMatchObject([404, { code: 'not_found' }])
      expect(await (await get(`/${query}`)).text()).not.toContain(chat.id)
    }
  })

  it('says what it cannot read', async ({ expect }) => {
    const told = await get('/?cursor=nonsense')
    expect([told.status, await told.json()]).toMatchObject([400, { code: 'bad_request' }])
    expect((await get('/nonsense')).status).toBe(404)
  })

  it('answers nobody while a setting of it is wrong', ({ expect }) => {
    expect(settings({ VISITOR, EXPORT_KEY })).toEqual({ owner: VISITOR, key: EXPORT_KEY })
    expect(() => settings({ VISITOR: '', EXPORT_KEY })).toThrow('VISITOR is no id')
    expect(() => settings({ VISITOR, EXPORT_KEY: '' })).toThrow('EXPORT_KEY has fewer')
  })

  it('reads a long chat from its beginning, and of one that is longer still what it can', async ({
    expect,
  }) => {
    /** Of one message a piece. */
    const history = (messages: number) => {
      const all = Array.from({ length: messages }, (_, n) => ({ id: `${n}` }) as Message)
      return {
        open: async (_owner: string, chat: string, { before }: PathQuery) => {
          const end = before === undefined ? messages : Number(before)
          const piece = { chat: { id: chat, title: '', updatedAt: 0 }, cut: null, running: null }
          const value: OpenChat = { ...piece, messages: all.slice(end - 1, end), earlier: end > 1 }
          return { ok: true as const, value }
        },
      }
    }
    const ids = async (messages: number) => {
      const reply = await wholeChat(history(messages), VISITOR, 'a')
      return reply.ok
        ? { ids: reply.value.messages.map(({ id }) => Number(id)), earlier: reply.value.earlier }
        : null
    }
    expect(await ids(3)).toEqual({ ids: [0, 1, 2], earlier: false })
    expect(await ids(100)).toEqual({ ids: Array.from({ length: 20 }, (_, n) => 80 + n), earlier: true })
  })
})
