/** `npm test`: builds what runs, then runs every test there is. What stands behind `--` goes to vitest. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { build } from './build.ts'
import { at, ROOT } from './paths.ts'
import { QUIET } from './run.ts'

/**
 * Files that run side by side. Most of their time they wait for an answer to be written, so that two fill two cores
 * well; with more, what one does would be seen in the waits of another.
 */
const WORKERS = 2

await build()
const vitest = spawn(
  process.execPath,
  [at('node_modules', 'vitest', 'vitest.mjs'), 'run', `--maxWorkers=${WORKERS}`, ...process.argv.slice(2)],
  {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    stdio: 'inherit',
  }
)
const [code] = await once(vitest, 'close')
process.exitCode = code ?? 1
