/** Keys by which programs ask in a visitor's name: made, told once, revoked. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import type { ChatPage } from '../workers/protocol/nouns.ts'
import { KEYS_EACH, type KeyList } from '../workers/protocol/keys.ts'
import { openD1 } from './failing-d1.ts'
import { makeKey, openai, programs, says } from './programs.ts'
import { asked, newMark, startSystem, type System, until } from './system.ts'
import type { Visitor } from './visitor.ts'

const FAST = 'bench-fast:1b'

let system: System
let they: Awaited<ReturnType<typeof programs>>
beforeAll(async () => {
  system = await startSystem()
  they = await programs(system)
})
afterAll(() => system.stop())

const listed = async (visitor: Visitor) => (await visitor.get<KeyList>('/api/me/keys')).keys

describe('a key', () => {
  it('is listed with its name and when it was last used, and is itself told once', async ({ expect }) => {
    const visitor = system.visitor()
    expect(await listed(visitor)).toEqual([])
    const first = await makeKey(visitor, ' an editor ')
    const { key: _, ...second } = await makeKey(visitor, 'a script')

    expect(first).toMatchObject({
      name: 'an editor',
      key: expect.stringMatching(/^burrow-[\w-]{44}$/) as string,
    })
    const { key, ...known } = first
    expect(await listed(visitor)).toEqual([second, known])
    await openai(system, key).models.list()
    const used = await until('its use is written down', async () =>
      (await listed(visitor)).find(({ usedAt }) => usedAt !== undefined)
    )
    expect(used.id).toBe(first.id)
    expect(Math.abs((used.usedAt ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  it('stands neither in D1 nor in the log', async ({ expect }) => {
    const { key } = they.made
    await they.openai.models.list()
    await openai(system, `burrow-${'k'.repeat(44)}`)
      .models.list()
      .catch(() => {})
    const d1 = openD1(system.state)
    const rows = d1.all('SELECT * FROM keys')
    d1.close()

    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(key.slice(-20))
    expect(system.burrow.said()).not.toContain(key.slice(-20))
    expect(system.burrow.said()).not.toContain('k'.repeat(44))
  })

  it('opens nothing once it is revoked', async ({ expect }) => {
    const { visitor, made, openai: client } = await programs(system)
    await client.models.list()
    const revoke = () => visitor.call('DELETE', `/api/me/keys/${made.id}`)

    expect((await revoke()).status).toBe(204)
    await expect(client.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
    expect(await listed(visitor)).toEqual([])
    expect((await revoke()).status).toBe(404)
  })

  it('[V1] is revoked by nobody else', async ({ expect }) => {
    const { made, openai: client } = await programs(system)
    const other = system.visitor()
    await makeKey(other)
    const refused = await other.call('DELETE', `/api/me/keys/${made.id}`)

    expect(refused.status).toBe(404)
    await expect(client.models.list()).resolves.toBeDefined()
  })

  it('is one of few, however many are asked for at once', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const asks = Array.from({ length: KEYS_EACH + 3 }, (_, n) =>
      visitor.call('POST', '/api/me/keys', { name: `${n}` })
    )
    const statuses = (await Promise.all(asks)).map(({ status }) => status)

    expect(statuses.filter(status => status === 200)).toHaveLength(KEYS_EACH)
    expect(statuses.filter(status => status === 409)).toHaveLength(3)
    expect(await listed(visitor)).toHaveLength(KEYS_EACH)
  })

  it('is made by no other site’s page', async ({ expect }) => {
    const refused = await they.visitor.call(
      'POST',
      '/api/me/keys',
      { name: 'x' },
      { origin: 'https://elsewhere.example' }
    )

    expect(refused.status).toBe(403)
  })

  it('[V1] opens no chat and no other key, and nothing of what is asked by it is kept', async ({
    expect,
  }) => {
    const { visitor, made, openai: client } = await programs(system)
    const mark = newMark()
    await visitor.ask(FAST, `tokens=3`).then(({ response }) => response.text())
    await client.chat.completions.create({ model: FAST, messages: says(`${mark} tokens=3`) })
    const headers = { authorization: `Bearer ${made.key}` }
    const by = async (path: string) => (await (await fetch(system.url + path, { headers })).json()) as object

    expect(asked(system.demo, mark)).toHaveLength(1)
    expect(await by('/api/chats')).toEqual({ chats: [], cursor: null })
    expect(await by('/api/me/keys')).toEqual({ keys: [] })
    const { chats }: ChatPage = await visitor.chats()
    expect(chats).toHaveLength(1)
    expect(JSON.stringify(chats)).not.toContain(mark)
  })

  it('[V1] is no cookie’s: a visitor without a key asks nothing there', async ({ expect }) => {
    const response = await they.visitor.call('GET', '/api/openai/v1/models')

    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
  })
})
