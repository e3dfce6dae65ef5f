/** What runs is built once and watched by nobody: the page by Vite, the Workers by wrangler, as for a deployment. */

import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { at, tool } from './paths.ts'
import { run } from './run.ts'

/** The Workers: where each is configured, and the one file that is built of it. */
export const BUILT = {
  page: { config: at('wrangler.toml'), script: at('pages', 'dist', '_worker.js') },
  gateway: {
    config: at('workers', 'gateway', 'wrangler.toml'),
    script: at('.cache', 'workers', 'gateway', 'index.js'),
  },
  history: {
    config: at('workers', 'history', 'wrangler.toml'),
    script: at('.cache', 'workers', 'history', 'index.js'),
  },
} as const

const PAGE = ['pages/index.html', 'pages/vite.config.ts', 'pages/worker.ts', 'pages/src', 'pages/public']
const WORKERS = ['workers/gateway', 'workers/history']
const COMMON = ['workers/protocol', 'package-lock.json']

/** Where wrangler writes while it builds, beside each wrangler.toml. */
export const SCRATCH = '.wrangler'

/** Files and folders of the project that what runs is made of. */
export const SOURCES = [...PAGE, ...WORKERS, ...COMMON]

/** Builds what is older than what it is made of. Throws with what the builder said. */
export async function build(): Promise<void> {
  const worker = (name: 'gateway' | 'history') => {
    const { config, script } = BUILT[name]
    const dryRun = ['deploy', '--dry-run', '-c', config, '--outdir', dirname(script)]
    return unless(script, WORKERS, () => run([...tool('wrangler'), ...dryRun]))
  }
  const page = unless(at('pages', 'dist', 'index.html'), PAGE, () => run([...tool('vite'), 'build', 'pages']))
  await Promise.all([page, worker('gateway'), worker('history')])
}

async function unless(built: string, sources: string[], work: () => Promise<unknown>): Promise<void> {
  const newest = Math.max(...[...sources, ...COMMON].flatMap(files).map(file => statSync(file).mtimeMs))
  if (!existsSync(built) || newest >= statSync(built).mtimeMs) await work()
}

/** A file of the project, or all that is in a folder of it. */
function files(path: string): string[] {
  if (statSync(at(path)).isFile()) return [at(path)]
  return readdirSync(at(path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.parentPath.includes(SCRATCH))
    .map(entry => `${entry.parentPath}/${entry.name}`)
}
