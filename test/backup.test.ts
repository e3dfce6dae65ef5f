/** `npm run backup`, of a real D1 behind a stand-in for Cloudflare's API: all is in its file, and what is none is refused. */

import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { backup } from '../scripts/backup/backup.ts'
import type { Database, Row } from '../scripts/backup/database.ts'
import { verifyBackup } from '../scripts/backup/file.ts'
import { migrate, ours } from '../scripts/backup/migrations.ts'
import { type Deployed, memory, type Place, restoreTo, startPlace } from './backed-up.ts'
import { Refused } from './cloudflare/answers.ts'
import { everything, LATEST, plant } from './strange.ts'

let place: Place
/** One that no test changes. */
let shared: Deployed
beforeAll(async () => {
  place = await startPlace(12)
  shared = await place.full({ small: 10, large: 1 })
})
afterAll(() => place.close())

const query = /\/query$/

describe('a backup', { timeout: 60_000 }, () => {
  it('restores every value of every row, and the index that is made of them', async ({ expect }) => {
    const [from, to] = [await place.full(), await place.empty()]
    const path = place.file()
    const { rows, contents } = await backup(from.database, path)
    const calls = place.cloudflare.calls.length
    await restoreTo(to.database, path)
    const asked = place.cloudflare.calls.length - calls

    expect(await everything(to.database)).toEqual(await everything(from.database))
    expect(rows).toMatchObject({
      passkeys: 1,
      visitors: 2,
      chats: 50,
      messages: 1_104,
      words: 1_100,
      spoken: 2,
      nameless: 17,
    })
    const found = to.d1.prepare(`SELECT rowid FROM found WHERE found MATCH 'badgers AND 17'`)
    expect((await found.all()).results).toEqual([{ rowid: 51 }])
    // Its trigger is back, and was not at work before.
    await to.d1.exec(`INSERT INTO chats VALUES (1000, 7, 'x', 'weasels', 1, 1, NULL, NULL, NULL)`)
    expect(
      (await to.d1.prepare(`SELECT rowid FROM found WHERE found MATCH 'weasels'`).all()).results
    ).toEqual([{ rowid: 1000 }])
    expect((await to.d1.prepare('SELECT n FROM made').first())?.['n']).toBe(51)
    expect((await to.d1.prepare('PRAGMA foreign_key_check').all()).results).toEqual([])
    // A table that cannot be built again is named.
    expect(contents.left).toEqual(['alone'])
    // Once for each table, index and trigger, and all the rows in few calls.
    const parts = to.d1.prepare('SELECT count(*) AS n FROM sqlite_master WHERE sql IS NOT NULL')
    expect(asked - Number((await parts.first())?.['n'])).toBeLessThan(40)
    expect((await stat(path)).mode & 0o077).toBe(0)
  })

  it('is read in pages of a megabyte, whatever the rows are long', async ({ expect }) => {
    const from = memory('from')
    await plant(from)
    const pages: { rows: number; chars: number }[] = []
    const watched: Database = {
      ...from,
      async run(...statements) {
        const answers = await from.run(...statements)
        const text = (rows: Row[]) => JSON.stringify(rows, (_, one) => (one instanceof Uint8Array ? '' : one))
        for (const rows of answers) pages.push({ rows: rows.length, chars: text(rows).length })
        return answers
      },
    }
    await backup(watched, place.file())
    expect(Math.max(...pages.map(({ rows }) => rows))).toBe(1_000)
    expect(pages.filter(({ chars }) => chars > 700_000)).toHaveLength(4)
    expect(Math.max(...pages.map(({ chars }) => chars))).toBeLessThan(1_300_000)
  })

  it('goes on past a call that fails in passing', async ({ expect }) => {
    const { database } = await place.full({ small: 10, large: 1 })
    const path = place.file()
    place.cloudflare.fail('POST', query, undefined, 1, 5)
    await backup(database, path)
    await verifyBackup(path)
    expect(place.cloudflare.calls.some(({ status }) => status === 500)).toBe(true)
  })

  it('leaves no file where a call fails for good in the middle', async ({ expect }) => {
    const { database } = await place.full({ small: 10, large: 1 })
    place.cloudflare.fail('POST', query, new Refused(400, 7500, 'no such thing'), 1, 8)
    const before = await readdir(place.folder)
    await expect(backup(database, place.file())).rejects.toThrow('no such thing')
    expect(await readdir(place.folder)).toEqual(before)
  })

  it.for([
    ['cut', async (path: string) => truncate(path, (await stat(path)).size - 300)],
    ['cut to nothing', async (path: string) => truncate(path, 0)],
    [
      'cut behind a row and packed again',
      async (path: string) => {
        const lines = gunzipSync(await readFile(path))
          .toString()
          .split('\n')
        await writeFile(path, gzipSync(`${lines.slice(0, 20).join('\n')}\n`))
      },
    ],
    [
      'changed',
      async (path: string) => {
        const text = gunzipSync(await readFile(path)).toString()
        await writeFile(path, gzipSync(text.replace('badgers 17', 'weasels 17')))
      },
    ],
    ['another file', async (path: string) => writeFile(path, '{"burrow":"backup"}\n')],
  ] as [string, (path: string) => Promise<void>][])(
    'is refused before anything is changed where it was %s',
    async ([, spoil], { expect }) => {
      const { database } = shared
      const path = place.file()
      await backup(database, path)
      await spoil(path)
      await expect(restoreTo(database, path)).rejects.toThrow('no whole backup')
    }
  )

  it('is refused where it is newer than the code, and so is a database', async ({ expect }) => {
    const { database } = shared
    const path = place.file()
    await backup(database, path)
    const before = await everything(database)
    await expect(restoreTo((await place.empty()).database, path, ours())).rejects.toThrow(
      'The backup is newer'
    )
    const old = await place.empty()
    await migrate(old.database, ours())
    const older = place.file()
    await backup(old.database, older)
    await expect(restoreTo(database, older, ours())).rejects.toThrow('The database is newer')
    expect(await everything(database)).toEqual(before)
  })

  it('that is older is restored as it was, and then brought up to date', async ({ expect }) => {
    const old = await place.empty()
    await migrate(old.database, ours().slice(0, 2))
    await old.d1.exec(`INSERT INTO chats VALUES ('somebody', 'c', 'old tides', 1, 2, 'a turn')`)
    await old.d1.exec(
      `INSERT INTO messages (owner, chat, id, role, status, text, created_at) VALUES ('somebody', 'c', 'm', 'user', 'done', 'when?', 1)`
    )
    const path = place.file()
    await backup(old.database, path)
    const to = await place.full({ small: 10, large: 1 })
    await restoreTo(to.database, path)

    const { results } = await to.d1
      .prepare(
        'SELECT v.id, c.title, c.running, m.n, m.text FROM visitors v JOIN chats c ON c.visitor = v.key JOIN messages m ON m.chat = c.key'
      )
      .all()
    expect(results).toEqual([{ id: 'somebody', title: 'old tides', running: null, n: 1, text: 'when?' }])
    const run = await to.d1.prepare('SELECT name FROM d1_migrations ORDER BY id').all()
    expect(run.results.map(({ name }) => name)).toEqual(LATEST.map(({ name }) => name))
  })
})
