/** `npm test`: builds what runs, then runs every test there is. What stands behind `--` goes to vitest. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { build } from './build.ts'
import { at, ROOT } from './paths.ts'
import { QUIET } from './run.ts'

await build()
const vitest = spawn(
  process.execPath,
  [at('node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)],
  {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    stdio: 'inherit',
  }
)
const [code] = await once(vitest, 'close')
process.exitCode = code ?? 1
