/** `npm test`: builds what runs, then runs every test there is. What stands behind `--` goes to vitest. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { build } from './build.ts'
import { at, ROOT } from './paths.ts'
import { QUIET } from './run.ts'

/**
 * Files that run side by side. They wait for answers to be written for about half of their time, and two leave two cores
 * idle for 45 % of theirs; but with three, which take a fifth less time, what one does was seen in the waits of another.
 */
const WORKERS = 2

await build()
const vitest = spawn(
  process.execPath,
  [at('node_modules', 'vitest', 'vitest.mjs'), 'run', `--maxWorkers=${WORKERS}`, ...process.argv.slice(2)],
  {
    cwd: ROOT,
    // Each file of the whole system starts a runtime of its own, of which Node would compile the same sources again.
    env: { ...process.env, ...QUIET, NODE_COMPILE_CACHE: at('.cache', 'compiled') },
    stdio: 'inherit',
  }
)
const [code] = await once(vitest, 'close')
process.exitCode = code ?? 1
