/**
 * `npm run soak`: the fault suite on fresh seeds, for ten minutes or as it is told: `-- --minutes N`, `--seeds N`,
 * `--seed S` (that one again, or the first of `--seeds`).
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { at, ROOT } from './paths.ts'
import { QUIET } from './run.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seeds: { type: 'string' }, seed: { type: 'string' } },
})
const { seed = process.env.SEED ?? '', seeds = '' } = values
const { minutes = seed === '' && seeds === '' ? '10' : '' } = values
for (const value of [minutes, seeds, seed])
  if (Number.isNaN(Number(value))) throw new Error(`${value} is no number`)

const vitest = spawn(
  process.execPath,
  [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', at('test', 'soak', 'vitest.config.ts')],
  {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, SEED: seed, SEEDS: seeds, MINUTES: minutes },
    stdio: 'inherit',
  }
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => vitest.kill(signal))
const [code] = await once(vitest, 'close')
process.exitCode = code ?? 1
