/** What a turn costs its session: rows written are what the free plan counts. */

import { runInDurableObject } from 'cloudflare:test'
import { it, vi } from 'vitest'
import { left, NOTHING } from '../storage.ts'
import { type Chat, good, watch } from '../visitor.ts'
import { type Asked, holder, moved, newTurn, SLOW, through } from './world.ts'

/** Rows that a session may write in a turn that waits for nobody. */
const ROWS = 16

/** Counts what the session of this chat writes from now on. */
const counting = (chat: Chat) =>
  runInDurableObject(chat.session(), (_, { storage }) => {
    const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []
    const { sql } = storage
    const exec = sql.exec.bind(sql)
    vi.spyOn(sql, 'exec').mockImplementation(((...given: Parameters<typeof exec>) => {
      const cursor = exec(...given)
      cursors.push(cursor)
      return cursor
    }) as typeof exec)
    const alarms = vi.spyOn(storage, 'setAlarm')
    return () => cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0) + alarms.mock.calls.length
  })

const ask = async ({ chat, ask: request }: Asked) => watch(good(await chat.send(request)))

it('a turn of 200 tokens that waits for nobody writes 16 rows at the most', async ({ expect }) => {
  const one = newTurn('tokens=200', SLOW)
  const rows = await counting(one.chat)
  expect((await ask(one)).end?.type).toBe('done')
  await expect.poll(() => left(one.chat)).toEqual(NOTHING)
  expect(rows()).toBeGreaterThan(3)
  expect(rows()).toBeLessThanOrEqual(ROWS)
})

it('one that waits, and is called once, no more than that', async ({ expect }) => {
  const busy = await holder()
  const one = newTurn('tokens=200', SLOW)
  const rows = await counting(one.chat)
  await ask(one)
  await busy.letGo()
  await moved(one.turn)
  expect((await through(one)).end?.type).toBe('done')
  await expect.poll(() => left(one.chat)).toEqual(NOTHING)
  expect(rows()).toBeLessThanOrEqual(ROWS)
})
