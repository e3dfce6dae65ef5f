/**
 * What the documents tell their readers to type is there, and does what it should: each command that can run against a
 * stand-in runs here as it stands, and of all others at least the name and the flags are known.
 */

import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import project from '../package.json' with { type: 'json' }
import { ROOT, at } from '../scripts/paths.ts'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { type Copy, copyProject } from './copy.ts'
import { environment } from './deploying.ts'
import { mentionsIn } from './mentions.ts'
import { ollama, plant, WELL } from './planted.ts'
import { startSystem, type System } from './system.ts'

const DOCUMENTS = globSync(
  ['README.md', 'box/README.md', 'pages/README.md', 'workers/*/README.md', 'docs/**/*.md'],
  { cwd: ROOT }
)

/** They run here, as they stand, and must end well: what deploys comes first, for the others look at it. */
const RUN = [
  'npm run deploy',
  'npm run doctor',
  'npm run wrangler -- deploy',
  'npm run box',
  'npm run migrate',
]

/** They do not, and why. */
const NOT_RUN: Record<string, string> = {
  'npm start': 'test/process.test.ts starts it',
  'npm run dev': 'it stays; as npm start, with --watch',
  'npm test': 'it runs this',
  'npm run test:real': 'it wants a real Ollama',
  'npm run check': 'whoever changes anything runs it',
  'npm run types': 'npm run check looks whether there is anything to do',
  'npm run docs': 'npm run check looks whether there is anything to do',
  'npm run backup': 'test/backup-command.test.ts runs it',
  'npm run restore': 'test/backup-command.test.ts runs it',
  'npm run bench': 'it takes minutes',
  'npm run soak': 'it takes minutes',
  'npm run screenshot': 'it changes a file of the project',
  'npm run wrangler': 'all else that it is told is for what is live',
  curl: 'test/example.test.ts and test/programs-docs.test.ts ask the same',
  git: 'it is not ours',
}

const documents = DOCUMENTS.map(file => ({ file, ...mentionsIn(readFileSync(at(file), 'utf8')) }))
const commands = documents.flatMap(({ file, commands: all }) => all.map(command => ({ file, command })))

/** Without the settings before it. */
const bare = (command: string) => command.replace(/^(?:[A-Z_]+=\S* )+/, '')
const isOf = (command: string, kinds: string[]) =>
  kinds.some(kind => `${bare(command)} `.startsWith(`${kind} `))

/** Somebody's own word is to stand in it, as in `--stage NAME`. */
const isOpen = (command: string) => command.includes('…') || /\b[A-Z]{2,}\b/.test(bare(command))

const order = (command: string) => RUN.findIndex(kind => isOf(command, [kind]))
const runnable = commands
  .filter(({ command }) => isOf(command, RUN) && !isOpen(command))
  // From its own folder where a file is named, from the root otherwise.
  .map(({ file, command }) => ({ command, cwd: / -- \w+\./.test(command) ? dirname(file) : '.' }))
  .filter((one, n, all) => all.findIndex(other => other.command === one.command) === n)
  .toSorted((a, b) => order(a.command) - order(b.command) || a.command.length - b.command.length)

describe('what a document tells to type', () => {
  it('is known to this test', ({ expect }) => {
    const unknown = commands.filter(({ command }) => !isOf(command, [...RUN, ...Object.keys(NOT_RUN)]))
    expect(
      unknown,
      'Add each to RUN of test/readme.test.ts if it can run against the stand-ins, else to NOT_RUN with what shows that it works.'
    ).toEqual([])
  })

  it('has a script in package.json', ({ expect }) => {
    const missing = commands.filter(({ command }) => {
      const [, script] = /^npm (?:run )?(\S+)/.exec(bare(command)) ?? []
      return script !== undefined && !(script in project.scripts)
    })
    expect(missing, 'package.json has no such script: mend the document, or add the script.').toEqual([])
  })
})

describe('a flag that a document names', () => {
  const named = documents.flatMap(({ file, flags }) => flags.map(one => ({ file, ...one })))
  const scriptOf = (command: string) => /^npm (?:run )?(\S+)/.exec(bare(command))?.[1]
  const fileOf = (script: string) => (project.scripts as Record<string, string>)[script]?.split(' ')[2] ?? ''
  // vitest's stand below; wrangler's are seen where it runs.
  const scripts = [...new Set(named.flatMap(({ of = '' }) => scriptOf(of) ?? []))].filter(
    script => script in project.scripts && !/^(scripts\/test\.ts|node_modules\/)/.test(fileOf(script))
  )

  it('stands behind the command that it is of', ({ expect }) => {
    const alone = named.filter(({ of }) => of === undefined)
    expect(alone, 'Name the command before its flag.').toEqual([])
  })

  it.concurrent.for(scripts)('is known to its parser: npm run %s', async (script, { expect }) => {
    const file = at(fileOf(script))
    expect(readFileSync(file, 'utf8').includes('parseArgs('), `${file} takes no flags`).toBe(true)
    const flags = named.flatMap(({ flag, of = '' }) => (scriptOf(of) === script ? flag.split(' ') : []))
    // The last one nobody knows: it ends the command before it does anything, and what is unknown before it is named first.
    const { said } = await run(process.execPath, [file, ...flags, '--nobody-knows-this'], ROOT)
    expect(said, 'A document names a flag that this does not know.').toContain(
      "Unknown option '--nobody-knows-this'"
    )
  })

  it('names a project, behind npm test', ({ expect }) => {
    const configs = globSync('**/vitest.config.ts', { cwd: ROOT, exclude: ['node_modules'] })
    const projects = configs.map(file => /name: '(\w+)'/.exec(readFileSync(at(file), 'utf8'))?.[1])
    for (const { file, flag } of named.filter(({ of = '' }) => scriptOf(of) === 'test')) {
      const [name, value] = flag.split(' ')
      expect([file, name, projects.includes(value)]).toEqual([file, '--project', true])
    }
  })
})

describe('a command of a document, as it stands', { timeout: 60_000 }, () => {
  let copy: Copy
  let cloudflare: Cloudflare
  let system: System
  let box: { port: number; close(): void }
  beforeAll(async () => {
    ;[copy, cloudflare, system, box] = await Promise.all([
      copyProject(),
      startCloudflare(),
      startSystem({ vars: { MODELS: 'bench-fast:1b' } }),
      plant(ollama(WELL)),
    ])
    // Whatever a document offers, its reader may have.
    cloudflare.account.analytics = true
    cloudflare.account.team = 'somebodys-team'
    cloudflare.account.addZone('example.com')
    await writeFile(copy.at('to-here.mjs'), toHere(system.url))
    // As the example's owner writes it.
    const settings = `VISITOR=${crypto.randomUUID()}\nEXPORT_KEY=${'k'.repeat(32)}\n`
    await writeFile(copy.at('docs', 'example', '.env'), settings)
  })
  afterAll(() => Promise.all([copy.remove(), cloudflare.close(), system.stop(), box.close()]))

  it.for(runnable)('ends well: $command', async ({ command, cwd }, { expect }) => {
    const deploys = isOf(command, ['npm run deploy'])
    const { code, said } = await run('sh', ['-c', command], copy.at(cwd), {
      ...environment(cloudflare),
      OLLAMA_HOSTS: '',
      ...(!deploys && { OLLAMA_URL: / -- box\b/.test(command) ? `http://127.0.0.1:${box.port}` : '' }),
      NODE_OPTIONS: `--import=${copy.at('to-here.mjs')}`,
      npm_config_update_notifier: 'false',
    })
    expect(code, said).toBe(0)
    if (deploys) expect(said).toContain('Burrow is at https://burrow')
  })
})

/** Where the page will be is nowhere: whoever asks there reaches a Burrow that is here. */
const toHere = (url: string) => `
  const [there, here, real] = ['https://burrow.pages.dev', '${url}', fetch]
  globalThis.fetch = (url, init) => {
    if (!String(url).startsWith(there)) return real(url, init)
    const headers = new Headers(init?.headers)
    if (headers.has('origin')) headers.set('origin', here)
    return real(String(url).replace(there, here), { ...init, headers })
  }
`

/** What it said, and its exit code; never rejects. */
function run(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {}
): Promise<{ code: number; said: string }> {
  return new Promise(resolve => {
    const child = execFile(command, args, { cwd, env: { ...process.env, ...env } }, (error, out, told) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: out + told })
    )
    child.stdin?.end()
  })
}
