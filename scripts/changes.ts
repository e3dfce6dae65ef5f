/** Tells of changed files, for those who want to be told: `npm run dev`. */

import { watch } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { at } from './paths.ts'
import { SCRATCH } from './version.ts'

/** An editor writes a file in several steps, and whoever changes a branch writes many. */
const SETTLE_MS = 200

/** Yields once after every change under these files and folders; what changes meanwhile is the next one. */
export async function* changes(paths: readonly string[]): AsyncGenerator<void, never> {
  let tell = () => {}
  let changed = new Promise<void>(resolve => (tell = resolve))
  for (const path of paths) {
    watch(at(path), { recursive: true }, (_, name) => {
      if (!name?.includes(SCRATCH)) tell()
    })
  }
  for (;;) {
    await changed
    await setTimeout(SETTLE_MS)
    changed = new Promise<void>(resolve => (tell = resolve))
    yield
  }
}
