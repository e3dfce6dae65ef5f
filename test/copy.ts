/**
 * A copy of the project in a folder of its own, with what is built of it, so that what starts there keeps its chats there
 * and never meets those of whoever runs the tests.
 */

import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { ROOT } from '../scripts/paths.ts'

/** Never copied: large, or private to where they are. */
const LEFT_OUT =
  /(^|\/)(node_modules|\.git|\.cache\/(?!workers)[^/]+|\.wrangler|\.dev\.vars|\.env|backups)(\/|$)/

export interface Copy {
  /** A file of the copy. */
  at(...parts: string[]): string
  remove(): Promise<void>
}

export async function copyProject(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'burrow-copy-'))
  const filter = (path: string) => !LEFT_OUT.test(relative(ROOT, path).split(sep).join('/'))
  await cp(ROOT, folder, { recursive: true, filter })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return {
    at: (...parts) => join(folder, ...parts),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}
