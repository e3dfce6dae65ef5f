/** Databases at a stand-in for Cloudflare's, each a real D1, and files of their backups. */

import type { D1Database } from '@cloudflare/workers-types'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Database } from '../scripts/backup/database.ts'
import { deployed } from '../scripts/backup/deployed.ts'
import { verifyBackup } from '../scripts/backup/file.ts'
import { local } from '../scripts/backup/local.ts'
import type { Migration } from '../scripts/backup/migrations.ts'
import { plan } from '../scripts/backup/plan.ts'
import { restore } from '../scripts/backup/restore.ts'
import { api } from '../scripts/deploy/cloudflare.ts'
import { startD1s } from './cloudflare/real-d1.ts'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { LATEST, plant, type Size } from './strange.ts'

export interface Deployed {
  d1: D1Database
  database: Database
}

export interface Place {
  cloudflare: Cloudflare
  /** The files of the test. */
  folder: string
  file(): string
  empty(name?: string): Promise<Deployed>
  full(size?: Size): Promise<Deployed>
  close(): Promise<void>
}

/** Room for so many databases. */
export async function startPlace(databases: number): Promise<Place> {
  const cloudflare = await startCloudflare()
  const d1s = await startD1s(databases)
  const folder = await mkdtemp(join(tmpdir(), 'burrow-backup-'))
  const place: Place = {
    cloudflare,
    folder,
    file: () => join(folder, `${crypto.randomUUID()}.ndjson.gz`),
    async empty(name = crypto.randomUUID()) {
      const { account, url, token } = cloudflare
      const made = account.createDatabase(name)
      made.d1 = await d1s.next()
      return { d1: made.d1, database: deployed('a database', api(url, token), account.id, made.id) }
    },
    async full(size) {
      const found = await place.empty()
      await plant(found.database, size)
      return found
    },
    async close() {
      await cloudflare.close()
      await d1s.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return place
}

/** SQLite alone, for what a D1 would be asked too often. */
export const memory = (name: string): Database => local(name, new DatabaseSync(':memory:'))

/** As the command does it; answers the rows that were put into each table. */
export async function restoreTo(
  database: Database,
  path: string,
  all: Migration[] = LATEST
): Promise<Record<string, number>> {
  const planned = await plan(database, await verifyBackup(path), all)
  const put: Record<string, number> = {}
  await restore(database, path, planned, (table, rows) => (put[table] = rows))
  return put
}
