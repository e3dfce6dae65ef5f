/** Writes the types of each Worker's bindings from its wrangler.toml; with `--check`, says whether they are current. */

import { tool } from './paths.ts'
import { run } from './run.ts'

/** Each with those it binds: their classes become the types of its bindings, the only link between them. */
const PROJECTS = [
  { out: 'workers/gateway', env: 'GatewayEnv', configs: ['workers/gateway', 'workers/history'] },
  { out: 'workers/history', env: 'HistoryEnv', configs: ['workers/history', 'workers/gateway'] },
  { out: 'pages', env: 'PagesEnv', configs: ['.', 'workers/gateway'] },
  { out: 'docs/example', env: 'ExampleEnv', configs: ['docs/example', 'workers/history'] },
]

for (const { out, env, configs } of PROJECTS) {
  const named = configs.flatMap(folder => ['-c', `${folder}/wrangler.toml`])
  const options = ['--env-interface', env, '--include-runtime=false', '--strict-vars=false']
  await run([...tool('wrangler'), 'types', `${out}/env.d.ts`, ...named, ...options, ...process.argv.slice(2)])
}
