/** History's tests run inside workerd, beside the real gateway as it would be deployed, which talks to the demo. */

import { join } from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineProject } from 'vitest/config'
import { startDemo } from '../../demo/server.ts'
import { at, tool } from '../../scripts/paths.ts'
import { run } from '../../scripts/run.ts'

export default defineProject(async () => {
  const demo = await startDemo({ faults: true, bench: true, rate: 60, loadMs: 600 })
  // It is there from the moment the configuration is read; nobody closes it, so it must keep nobody.
  demo.unref()
  const built = at('.cache', 'gateway')
  await run([
    ...tool('wrangler'),
    'deploy',
    '--dry-run',
    '-c',
    'workers/gateway/wrangler.toml',
    '--outdir',
    built,
  ])
  return {
    plugins: [
      cloudflareTest({
        verbose: false,
        wrangler: { configPath: join(import.meta.dirname, 'wrangler.toml') },
        miniflare: {
          bindings: {
            MIGRATIONS: await readD1Migrations(at('migrations')),
            DEMO: demo.url,
            STALL_SECONDS: '1',
            RETRY_SECONDS: '0.3,0.3,0.3',
          },
          workers: [
            {
              name: 'burrow-gateway',
              modules: true,
              modulesRoot: built,
              scriptPath: join(built, 'index.js'),
              compatibilityDate: '2026-10-23',
              bindings: {
                OLLAMA_URL: demo.url,
                MODELS: '',
                ANSWER_TOKENS: '16384',
                FIRST_TOKEN_SECONDS: '3',
                WEDGE_SECONDS: '45',
                COOKIE_SECRET: 'secret',
                ACCESS_CLIENT_ID: '',
                ACCESS_CLIENT_SECRET: '',
              },
            },
          ],
        },
      }),
    ],
    test: {
      name: 'history',
      include: ['**/*.test.ts'],
      setupFiles: [join(import.meta.dirname, 'test', 'setup.ts')],
      testTimeout: 20_000,
    },
  }
})
