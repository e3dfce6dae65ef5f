/** `npm run check`: everything that can be said about the code without running it. */

import { at, tool } from './paths.ts'
import { run } from './run.ts'

const bin = (name: string, ...args: string[]) => [
  process.execPath,
  at('node_modules', name, 'bin', name),
  ...args,
]
const tsc = (project: string) => [
  process.execPath,
  at('node_modules', 'typescript', 'bin', 'tsc'),
  '-p',
  project,
]
const bundle = (config: string, out: string) =>
  tool('wrangler').concat('deploy', '--dry-run', '-c', config, '--outdir', at('.cache', 'check', out))

const STEPS: [string, string[]][] = [
  ['formatted', bin('oxfmt', '--check', '.')],
  ['linted, import rules included', bin('oxlint', '--deny-warnings')],
  ['types of the bindings are current', [process.execPath, at('scripts', 'types.ts'), '--check']],
  ['settings are written down', [process.execPath, at('scripts', 'docs', 'configuration.ts'), '--check']],
  ['types of the Workers', tsc('tsconfig.json')],
  ['types of the page', tsc('pages')],
  ['types of what runs on Node', tsc('tsconfig.node.json')],
  ['the page builds', [...tool('vite'), 'build', 'pages', '--outDir', at('.cache', 'check', 'pages')]],
  ['the gateway bundles', bundle('workers/gateway/wrangler.toml', 'gateway')],
  ['history bundles', bundle('workers/history/wrangler.toml', 'history')],
  ['the example bundles', bundle('docs/example/wrangler.toml', 'example')],
  [
    'the Pages Worker bundles',
    [
      ...tool('wrangler'),
      'pages',
      'functions',
      'build',
      '--build-output-directory',
      at('.cache', 'check', 'pages'),
      '--outdir',
      at('.cache', 'check', 'worker'),
    ],
  ],
]

let failed = 0
for (const [name, command] of STEPS) {
  try {
    await run(command)
    console.log(`ok      ${name}`)
  } catch (error) {
    failed += 1
    console.log(`FAILED  ${name}\n${error instanceof Error ? error.message : String(error)}`)
  }
}
process.exitCode = failed === 0 ? 0 : 1
