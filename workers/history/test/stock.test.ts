/** What is kept of everybody, as the gateway hears it. */

import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { describe, it } from 'vitest'
import { good, history } from './visitor.ts'

describe('what is kept of everybody', () => {
  it('is as large as D1 says, and knows when the last backup was begun', async ({ expect }) => {
    const before = good(await history().stock())
    expect(before).toEqual({ bytes: expect.any(Number), backedUpAt: null })
    const rows = Array.from({ length: 300 }, () =>
      env.DB.prepare('INSERT INTO visitors (id) VALUES (?)').bind(uuid().repeat(10))
    )
    await env.DB.batch(rows)
    await env.DB.exec('CREATE TABLE burrow_backup (at INTEGER NOT NULL)')
    expect(good(await history().stock())).toMatchObject({ backedUpAt: null })
    await env.DB.exec('INSERT INTO burrow_backup VALUES (1700000000000)')
    const after = good(await history().stock())
    expect(after.backedUpAt).toBe(1_700_000_000_000)
    expect(after.bytes).toBeGreaterThan(before.bytes)
  })
})
