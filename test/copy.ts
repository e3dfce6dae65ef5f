/**
 * A copy of the project in a folder of its own, so that what starts there keeps its chats there and never meets those
 * of whoever runs the tests.
 */

import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { ROOT } from '../scripts/paths.ts'

/** Never copied: large, or private to where they are. */
const LEFT_OUT = new Set(['node_modules', '.git', '.cache', '.wrangler', '.dev.vars', 'backups'])

export interface Copy {
  /** A file of the copy. */
  at(...parts: string[]): string
  remove(): Promise<void>
}

export async function copyProject(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'burrow-copy-'))
  const filter = (path: string) =>
    !relative(ROOT, path)
      .split(sep)
      .some(part => LEFT_OUT.has(part))
  // With their times, so that a page that is up to date counts as that here too.
  await cp(ROOT, folder, { recursive: true, preserveTimestamps: true, filter })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return {
    at: (...parts) => join(folder, ...parts),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}
