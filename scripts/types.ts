/** Writes the types of each Worker's bindings from its wrangler.toml; with `--check`, says whether they are current. */

import { tool } from './paths.ts'
import { run } from './run.ts'

const WORKERS = [
  { name: 'gateway', other: 'history', interface: 'GatewayEnv' },
  { name: 'history', other: 'gateway', interface: 'HistoryEnv' },
]

for (const { name, other, interface: env } of WORKERS) {
  // The other Worker is named so that its class becomes the type of the binding: the only link between the two.
  const configs = [name, other].flatMap(worker => ['-c', `workers/${worker}/wrangler.toml`])
  const options = ['--env-interface', env, '--include-runtime=false', '--strict-vars=false']
  await run([
    ...tool('wrangler'),
    'types',
    `workers/${name}/env.d.ts`,
    ...configs,
    ...options,
    ...process.argv.slice(2),
  ])
}
