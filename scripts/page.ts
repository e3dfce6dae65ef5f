/** Builds the page when it is older than what it is made of. */

import { existsSync, readdirSync, statSync } from 'node:fs'
import { at, tool } from './paths.ts'
import { run } from './run.ts'

const BUILT = at('pages', 'dist', 'index.html')
const SOURCES = ['pages/index.html', 'pages/vite.config.ts', 'pages/worker.ts', 'package-lock.json']
const FOLDERS = ['pages/src', 'pages/public', 'workers/protocol']

export async function buildPage(): Promise<void> {
  if (existsSync(BUILT) && newest() < statSync(BUILT).mtimeMs) return
  await run([...tool('vite'), 'build', 'pages'])
}

function newest(): number {
  const inside = FOLDERS.flatMap(folder =>
    readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => `${entry.parentPath}/${entry.name}`)
  )
  return Math.max(...[...SOURCES.map(file => at(file)), ...inside].map(file => statSync(file).mtimeMs))
}
