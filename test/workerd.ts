/**
 * The world of a test that runs inside workerd: history as it is configured, beside the real gateway as it would be
 * deployed, which talks to a demo. Inside, `env.DEMO` is the demo's address; whoever uses it begins with
 * `workers/history/test/setup.ts`, so that D1 has its tables.
 */

import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { join } from 'node:path'
import { type DemoOptions, startDemo } from '../demo/server.ts'
import type { HostEntry } from '../workers/gateway/ollama/host-list.ts'
import { at, tool } from '../scripts/paths.ts'
import { run } from '../scripts/run.ts'

interface World {
  /** Of the project: two of them may be prepared at the same moment. */
  name: string
  demo: DemoOptions
  /** After which a silent request is let go of; it may wait for twice as long. */
  letGoSeconds?: string
  /** Turns that the demo is asked for at once, and models in its memory; many, so that nobody waits who is not to. */
  slots?: number
  resident?: number
  /** Instead of these, the hosts that the demo at this address stands for. */
  hosts?: (demo: string) => HostEntry[]
  /** What else the tests find in `env`. */
  bindings?: Record<string, string>
}

/** Waits are short enough for a test, everything else is as it is in production. */
export async function insideWorkerd({
  name,
  demo: options,
  letGoSeconds = '3',
  slots = 64,
  resident = 64,
  hosts = url => [{ url, slots, resident }],
  bindings = {},
}: World) {
  const demo = await startDemo({ faults: true, bench: true, ...options })
  // It is there from the moment the configuration is read; nobody closes it, so it must keep nobody.
  demo.unref()
  const built = at('.cache', `gateway-${name}`)
  const dryRun = ['deploy', '--dry-run', '-c', 'workers/gateway/wrangler.toml', '--outdir', built]
  await run([...tool('wrangler'), ...dryRun])
  return cloudflareTest({
    verbose: false,
    wrangler: { configPath: at('workers', 'history', 'wrangler.toml') },
    miniflare: {
      analyticsEngineDatasets: { METRICS: { dataset: 'burrow' } },
      // For the tests' own hand; history has no such binding.
      durableObjects: { BOX: { className: 'Box', scriptName: 'burrow-gateway', useSQLite: true } },
      bindings: {
        MIGRATIONS: await readD1Migrations(at('migrations')),
        DEMO: demo.url,
        STALL_SECONDS: '1',
        RETRY_SECONDS: '0.1,0.3,0.5',
        ...bindings,
      },
      workers: [
        {
          name: 'burrow-gateway',
          modules: true,
          modulesRoot: built,
          scriptPath: join(built, 'index.js'),
          compatibilityDate: '2026-10-23',
          durableObjects: { BOX: { className: 'Box', useSQLite: true } },
          // The Worker in which the tests run is history, under a name of the runner's own.
          serviceBindings: { HISTORY: { name: `vitest-plugin-runner-${name}`, entrypoint: 'History' } },
          bindings: {
            OLLAMA_URL: '',
            OLLAMA_HOSTS: JSON.stringify(hosts(demo.url)),
            MODELS: '',
            ANSWER_TOKENS: '16384',
            LET_GO_SECONDS: letGoSeconds,
            WAIT_SECONDS: `${Number(letGoSeconds) * 2}`,
            COOKIE_SECRET: 'a secret of the tests and of no other',
            ACCESS_CLIENT_ID: '',
            ACCESS_CLIENT_SECRET: '',
            TURNSTILE_SECRET: '',
          },
        },
      ],
    },
  })
}
