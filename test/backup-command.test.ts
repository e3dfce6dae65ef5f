/** `npm run backup` and `npm run restore` as they are typed. */

import { cp, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { verifyBackup } from '../scripts/backup/file.ts'
import { migrate, ours } from '../scripts/backup/migrations.ts'
import { type Place, startPlace } from './backed-up.ts'
import { type Copy, copyProject } from './copy.ts'
import { EMPTY } from './prepare.ts'
import { start } from './processes.ts'
import { plant } from './strange.ts'

let copy: Copy
let place: Place
beforeAll(async () => {
  copy = await copyProject()
  place = await startPlace(4)
})
afterAll(async () => {
  await copy.remove()
  await place.close()
})

async function type(...args: string[]): Promise<{ code: number | null; said: string }> {
  const { url, token, account } = place.cloudflare
  const env = {
    CLOUDFLARE_API_BASE_URL: url,
    CLOUDFLARE_API_TOKEN: token,
    CLOUDFLARE_ACCOUNT_ID: account.id,
  }
  const run = start(copy.at('scripts', 'backup', 'main.ts'), copy.at(), env, args)
  return { code: await run.ended, said: run.said() }
}

const kept = async () => (await readdir(copy.at('backups'))).toSorted()

describe('the commands', { timeout: 30_000 }, () => {
  it('keep the deployed database, and replace it only where they are told to', async ({ expect }) => {
    const { d1, database } = await place.empty('burrow')
    await migrate(database, ours())
    await d1.exec(`INSERT INTO visitors (key, id) VALUES (1, 'first')`)
    const made = await type('backup')
    expect(made, made.said).toMatchObject({ code: 0, said: expect.stringContaining('1 visitors') })
    const [name = ''] = await kept()
    expect(name).toMatch(/^burrow-\d{4}-\d\d-\d\dT[\d-]+\.ndjson\.gz$/)
    const path = copy.at('backups', name)
    // It is noted where history finds it, in no backup, and restorations leave it alone.
    const noted = () => d1.prepare('SELECT at FROM burrow_backup').all<{ at: number }>()
    const [{ at } = { at: 0 }] = (await noted()).results
    expect((await verifyBackup(path)).header).toMatchObject({ date: new Date(at).toISOString() })
    expect((await type('backup', '--out', copy.at('after.ndjson.gz'))).said).not.toContain('burrow_backup')

    await d1.exec(`INSERT INTO visitors (key, id) VALUES (2, 'second')`)
    const refused = await type('restore', path)
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('--replace') })
    const unsure = await type('restore', path, '--replace')
    expect(unsure).toMatchObject({ code: 1, said: expect.stringContaining('--yes') })
    expect(await kept()).toEqual([name])

    const beside = copy.at('beside.ndjson.gz')
    const restored = await type('restore', path, '--replace', '--yes', '--out', beside)
    expect(restored, restored.said).toMatchObject({
      code: 0,
      said: expect.stringContaining(`${beside} holds`),
    })
    expect((await d1.prepare('SELECT id FROM visitors').all()).results).toEqual([{ id: 'first' }])
    const back = await type('restore', beside, '--replace', '--yes')
    expect(back.code, back.said).toBe(0)
    expect((await d1.prepare('SELECT id FROM visitors').all()).results).toHaveLength(2)
    // The last was made before what stood was replaced.
    const now = (await noted()).results
    expect(now).toHaveLength(1)
    expect(now[0]?.at).toBeGreaterThan(at)
    expect(await kept()).toHaveLength(2)
  })

  it('tell the stages apart, and say what is missing', async ({ expect }) => {
    const { database } = await place.empty('burrow-try')
    await migrate(database, ours())
    const out = copy.at('try.ndjson.gz')
    expect(await type('backup', '--stage', 'try', '--out', out)).toMatchObject({ code: 0 })
    for (const [args, words] of [
      [['backup', '--stage', 'try', '--out', out], 'is there already'],
      [['backup', '--stage', 'other'], 'There is no database burrow-other'],
      [['backup', '--stage', 'Ü'], 'small letters'],
      [['backup', '--local'], 'npm start makes it'],
      [['restore'], 'Which file?'],
      [['restore', 'nowhere.gz'], 'There is no file'],
    ] as [string[], string][])
      expect(await type(...args)).toMatchObject({ code: 1, said: expect.stringContaining(words) })
  })

  it('keep the database of this machine, and put it back', async ({ expect }) => {
    await cp(EMPTY, copy.at('.wrangler', 'state'), { recursive: true })
    const out = copy.at('local.ndjson.gz')
    const made = await type('backup', '--local', '--out', out)
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining('0 messages') })
    const restored = await type('restore', out, '--local')
    expect(restored, restored.said).toMatchObject({ code: 0, said: expect.stringContaining('✓ messages: 0') })
    const again = await type('backup', '--local', '--out', copy.at('again.ndjson.gz'))
    expect(again).toMatchObject({ code: 0, said: expect.stringContaining('0 messages') })
  })

  it('name the table whose rows they cannot keep', async ({ expect }) => {
    const { database } = await place.empty('burrow-odd')
    await plant(database, { small: 1, large: 0 })
    const made = await type('backup', '--stage', 'odd', '--out', copy.at('odd.ndjson.gz'))
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining('alone') })
  })
})
