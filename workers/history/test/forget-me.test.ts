/** “Forget me” leaves nothing of a visitor in D1, whatever it has tables for, and says so to whoever listens then. */

import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { describe, it } from 'vitest'
import { listen } from './listener.ts'
import { type Chat, good, history, newChat, watch } from './visitor.ts'

/** Counters, which are of what is kept and go down with it. */
const COUNTERS = 'kept'

/** How many rows each table has of this visitor. */
async function rowsOf(owner: string): Promise<Record<string, number>> {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%`visitor` integer%'"
  ).all<{ name: string }>()
  const counts = tables.results.map(async ({ name }) => {
    const row = await env.DB.prepare(
      `SELECT count(*) AS n FROM ${name} WHERE visitor = (SELECT key FROM visitors WHERE id = ?)`
    )
      .bind(owner)
      .first<{ n: number }>()
    return [name, row?.n ?? 0] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}

/** Of what is known of them as a person: what is not empty. */
async function known(owner: string): Promise<string[]> {
  const row = await env.DB.prepare('SELECT * FROM visitors WHERE id = ?').bind(owner).first()
  return Object.entries(row ?? {}).flatMap(([name, value]) => (value === null ? [] : [name]))
}

/** Somebody of whom D1 has all that it can have. */
async function somebody(): Promise<Chat> {
  const chat = newChat()
  const { owner } = chat
  await watch(good(await chat.send(chat.ask('bench-fast:1b', 'tokens=3'))))
  good((await history().introduce(owner, `${owner}@example.com`)) as { ok: true; value: null })
  await history().addKey(owner, { id: uuid(), name: 'A program', hash: owner })
  await history().passkeys(owner).add({ credential: owner, publicKey: 'AAAA', counter: 0, transports: [] })
  return chat
}

describe('[V1] “Forget me”', () => {
  it('deletes chats, passkeys, API keys and e-mail address of one visitor, and none of another', async ({
    expect,
  }) => {
    const [{ owner }, stranger] = [await somebody(), await somebody()]
    const full = await rowsOf(owner)
    expect(Object.values(full)).toEqual(Object.values(full).map(() => 1))
    expect(Object.keys(full)).toEqual(expect.arrayContaining(['chats', 'keys', 'passkeys', COUNTERS]))
    expect(await known(owner)).toContain('email')

    await history().erase(owner, [])
    const { [COUNTERS]: counters, ...rest } = await rowsOf(owner)
    expect(Object.values(rest)).toEqual(Object.values(rest).map(() => 0))
    expect(counters).toBe(1)
    expect(await known(owner)).toEqual(['key', 'id', 'erased_at'])
    expect(await history().keyOwner(owner)).toMatchObject({ ok: false, problem: { code: 'no_key' } })
    expect(await history().passkeys(owner).find(owner)).toEqual({ ok: true, value: null })

    expect(await rowsOf(stranger.owner)).toEqual(full)
    expect(await known(stranger.owner)).toEqual(['key', 'id', 'email'])
    expect(await history().keyOwner(stranger.owner)).toEqual({ ok: true, value: { owner: stranger.owner } })
  })

  it('[L1] is told to every tab that listens, and to none that comes later', async ({ expect }) => {
    const { owner, chat } = await somebody()
    const tab = await listen(owner)
    await history().erase(owner, [])
    await tab.until(heard => heard.some(event => typeof event !== 'string' && event.type === 'forgotten'))
    expect(tab.heard.slice(-2)).toEqual([{ type: 'deleted', id: chat }, { type: 'forgotten' }])
    const later = await listen(owner)
    await later.until(heard => heard.some(event => typeof event !== 'string' && event.type === 'deleted'))
    later.send('ping')
    await later.until(heard => heard.includes('pong'))
    expect(later.heard).not.toContainEqual({ type: 'forgotten' })
  })
})
