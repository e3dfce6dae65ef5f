/** What runs is built once and watched by nobody: the page by Vite, the Workers by wrangler, as for a deployment. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { at, tool } from './paths.ts'
import { run } from './run.ts'
import { COMMON, contentOf, versionOf } from './version.ts'

/** Where a Worker is configured, and the one file that is built of it. */
export interface Built {
  config: string
  script: string
}

/** The Workers of Burrow. */
export const BUILT = {
  page: { config: at('wrangler.toml'), script: at('pages', 'dist', '_worker.js') },
  gateway: builtOf('workers/gateway'),
  history: builtOf('workers/history'),
} as const satisfies Record<string, Built>

/** A Worker whose `wrangler.toml` and `index.ts` are in this folder of the project. */
export function builtOf(folder: string): Built {
  return { config: at(folder, 'wrangler.toml'), script: at('.cache', folder, 'index.js') }
}

/** What a Worker's bundle is told at its making. Only the gateway says which it is. */
export const definesOf = (part: 'gateway' | 'history'): Record<string, string> =>
  part === 'gateway' ? { BURROW_VERSION: JSON.stringify(versionOf('gateway')) } : {}

/** Builds what was made of other sources, and a Worker beside it. Throws with what the builder said. */
export async function build(beside?: string): Promise<void> {
  await Promise.all([
    buildPage(),
    buildWorker(BUILT.gateway, versionOf('gateway'), definesOf('gateway')),
    buildWorker(BUILT.history, versionOf('history')),
    beside === undefined ? null : buildWorker(builtOf(beside), contentOf([beside, ...COMMON])),
  ])
}

async function buildPage(): Promise<void> {
  // The page says of itself which it is.
  if (holds(at('pages', 'dist', 'index.html'), versionOf('page'))) return
  await run([...tool('vite'), 'build', 'pages'])
}

async function buildWorker(
  { config, script }: Built,
  version: string,
  defines: Record<string, string> = {}
): Promise<void> {
  const stamp = join(dirname(script), 'version')
  if (holds(stamp, version)) return
  const define = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name}:${value}`])
  await run([
    ...tool('wrangler'),
    'deploy',
    '--dry-run',
    '-c',
    config,
    '--outdir',
    dirname(script),
    ...define,
  ])
  writeFileSync(stamp, version)
}

const holds = (file: string, words: string): boolean =>
  existsSync(file) && readFileSync(file, 'utf8').includes(words)
