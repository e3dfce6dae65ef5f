/** What each part is made of, and which Burrow that makes it. */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import project from '../package.json' with { type: 'json' }
import { at, ROOT } from './paths.ts'

/** Of every part. */
export const COMMON = ['workers/protocol', 'package-lock.json']

/** Files and folders of the project. */
const MADE_OF = {
  page: [
    'wrangler.toml',
    ...['index.html', 'vite.config.ts', 'worker.ts', 'src', 'public'].map(name => `pages/${name}`),
    ...COMMON,
  ],
  gateway: ['workers/gateway', ...COMMON],
  history: ['workers/history', ...COMMON],
}

export type Deployable = keyof typeof MADE_OF

/** All that what runs is made of. */
export const SOURCES = [...new Set(Object.values(MADE_OF).flat())]

/** Where wrangler writes while it builds, beside each wrangler.toml. */
export const SCRATCH = '.wrangler'

/** What is beside the sources and changes nothing that runs. */
const BESIDE = /(\.test\.tsx?|\.d\.ts|\.md|vitest\.config\.ts)$|\/(test|testing)\//

/** Digits of what names a content: enough to tell apart all that anybody deploys. */
const DIGITS = 7

/**
 * `0.1.0+3f2a9c1`: the version of package.json, and behind it what names the part's sources. The same sources have the
 * same one, with git or without. A commit would not do: it would make each part another with every commit, though nothing
 * of it had changed, and a part that is deployed anew cuts whatever runs in it.
 */
export const versionOf = (part: Deployable): string => `${project.version}+${contentOf(MADE_OF[part])}`

/** Names what is in these files and folders. */
export function contentOf(paths: string[]): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesOf).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(at(file)))
      .update('\0')
  return hash.digest('hex').slice(0, DIGITS)
}

/** A file of the project, or all of a folder that is built; with `/` between, wherever this runs. */
function filesOf(path: string): string[] {
  if (statSync(at(path)).isFile()) return [path]
  return readdirSync(at(path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(file => !BESIDE.test(file) && !file.includes(SCRATCH))
}

/** What is checked out here, `e670891` or `e670891-dirty`; null where that is no clone, as with a downloaded archive. */
export function commit(): string | null {
  if (!existsSync(at('.git'))) return null
  try {
    const described = ['describe', '--always', '--dirty', '--exclude=*']
    return execFileSync('git', described, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    // Without git on this machine.
    return null
  }
}
