/** `npm run restore`, into a real D1: it can be broken off anywhere, and nobody comes between. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { backup } from '../scripts/backup/backup.ts'
import type { Database } from '../scripts/backup/database.ts'
import { memory, type Place, restoreTo, startPlace } from './backed-up.ts'
import { everything, plant } from './strange.ts'

let place: Place
beforeAll(async () => {
  place = await startPlace(8)
})
afterAll(() => place.close())

describe('a restoration', { timeout: 60_000 }, () => {
  it('goes on, wherever it was broken off, until all is there', async ({ expect }) => {
    // Not a D1, so that it can be asked some thousand times.
    const [from, to] = [memory('from'), memory('to')]
    await plant(from, { small: 20, large: 0 })
    await plant(to, { small: 1, large: 0 })
    const path = place.file()
    await backup(from, path)
    const wanted = await everything(from)
    for (let calls = 0, whole = false; !whole; calls += 1) {
      // What was asked for is done, and its answer is lost.
      whole = await restoreTo(breaking(to, calls), path).then(
        () => true,
        () => false
      )
      expect(calls).toBeLessThan(200)
      if (!whole) await restoreTo(to, path)
      expect(await everything(to), `broken off at ${calls}`).toEqual(wanted)
    }
  })

  it('does not send again what was put in before it was broken off', async ({ expect }) => {
    const [from, to] = [memory('from'), memory('to')]
    await plant(from, { small: 20, large: 1 })
    const path = place.file()
    await backup(from, path)
    const sent: string[] = []
    const watched: Database = {
      ...to,
      run: (...statements) => {
        for (const { sql } of statements) sent.push(...(/INSERT INTO "(\w+)"/.exec(sql)?.slice(1) ?? []))
        if (sent.at(-1) === 'messages' && sent.length < 99) throw new Error('the line is cut')
        return to.run(...statements)
      },
    }
    await expect(restoreTo(watched, path)).rejects.toThrow('the line is cut')
    expect(sent).toContain('visitors')
    sent.splice(0, sent.length, ...Array.from({ length: 99 }, () => 'before'))
    await restoreTo(watched, path)
    expect(new Set(sent)).toEqual(new Set(['before', 'messages', 'found']))
    expect(await everything(to)).toEqual(await everything(from))
  })

  it('lets nobody else write until all is there', async ({ expect }) => {
    const [from, to] = [await place.full({ small: 10, large: 0 }), await place.empty()]
    const path = place.file()
    await backup(from.database, path)
    const refusals: string[] = []
    const watched: Database = {
      ...to.database,
      run: async (...statements) => {
        const answer = await to.database.run(...statements)
        if (statements.some(({ sql }) => /INSERT INTO "(visitors|messages)"/.test(sql)))
          for (const deed of [
            `INSERT INTO visitors (id) VALUES ('new') ON CONFLICT DO NOTHING`,
            `UPDATE visitors SET id = 'x'`,
            'DELETE FROM visitors',
          ])
            await to.d1.exec(deed).catch((error: Error) => refusals.push(error.message))
        return answer
      },
    }
    await restoreTo(watched, path)
    expect(refusals.length).toBeGreaterThanOrEqual(6)
    expect(refusals.every(said => said.includes('a backup is being restored'))).toBe(true)
    expect(await everything(to.database)).toEqual(await everything(from.database))
    await to.d1.exec(`INSERT INTO visitors (id) VALUES ('new')`)
  })

  it('leaves out what was deleted while the backup was made, and counts it', async ({ expect }) => {
    const [from, to] = [memory('from'), memory('to')]
    await plant(from, { small: 100, large: 1 })
    const path = place.file()
    const meddled: Database = {
      ...from,
      run: async (...statements) => {
        // The messages have been read, the chats have not.
        if (statements.some(({ sql }) => /FROM "chats"/.test(sql)))
          await from.run({ sql: 'DELETE FROM chats WHERE key = 6' })
        return from.run(...statements)
      },
    }
    const { rows } = await backup(meddled, path)
    const put = await restoreTo(to, path)

    expect(rows).toMatchObject({ chats: 49, messages: 101 })
    expect(put).toMatchObject({ chats: 49, messages: 99 })
    const kept = await everything(from)
    expect((await everything(to))['messages']).toEqual(kept['messages'])
  })
})

/** Fails behind so many calls, for good. */
function breaking(database: Database, after: number): Database {
  let left = after
  const lost = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    if (left-- <= 0) throw new Error('the line is cut')
    return answer
  }
  return {
    ...database,
    run: (...statements) => lost(database.run(...statements)),
    script: sql => lost(database.script(sql)),
  }
}
