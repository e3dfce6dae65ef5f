/** Which Burrow a part is called, seen in a project of its own: by what it is made of, with git and without. */

import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { at } from './paths.ts'
import type * as Version from './version.ts'

/** A file each, of all that the parts are made of, and what stands beside them. */
const FILES = [
  'wrangler.toml',
  'package-lock.json',
  'pages/index.html',
  'pages/vite.config.ts',
  'pages/worker.ts',
  'pages/src/a.ts',
  'pages/public/robots.txt',
  'workers/protocol/a.ts',
  'workers/gateway/a.ts',
  'workers/history/a.ts',
]

let root: string
let version: typeof Version
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'burrow-version-'))
  for (const name of ['package.json', 'scripts/version.ts', 'scripts/paths.ts'])
    await cp(at(name), join(root, name))
  await Promise.all(FILES.map(file => write(file, file)))
  version = (await import(join(root, 'scripts', 'version.ts'))) as typeof version
})
beforeEach(() => Promise.all(FILES.map(file => write(file, file))).then(() => {}))
afterAll(() => rm(root, { recursive: true, force: true }))

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}

const PARTS = ['page', 'gateway', 'history'] as const
const versions = () => PARTS.map(part => version.versionOf(part))

/** The parts that are another after this file has changed. */
async function changedBy(file: string): Promise<string[]> {
  const before = versions()
  await write(file, 'changed')
  const after = versions()
  return PARTS.filter((_, n) => before[n] !== after[n])
}

describe('the version of a part', () => {
  it('is that of package.json, and what names its sources', async ({ expect }) => {
    const before = versions()
    for (const one of before) expect(one).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{7}$/)
    await write('workers/gateway/a.ts', 'changed')
    await write('workers/gateway/a.ts', 'workers/gateway/a.ts')
    expect(versions()).toEqual(before)
  })

  it.for<[string, string[]]>([
    ['workers/gateway/a.ts', ['gateway']],
    ['workers/history/new/b.ts', ['history']],
    ['pages/public/robots.txt', ['page']],
    ['wrangler.toml', ['page']],
    ['workers/protocol/a.ts', ['page', 'gateway', 'history']],
    ['package-lock.json', ['page', 'gateway', 'history']],
    ['workers/gateway/a.test.ts', []],
    ['workers/gateway/testing/b.ts', []],
    ['workers/history/test/b.ts', []],
    ['workers/history/README.md', []],
    ['workers/history/.wrangler/tmp/b.js', []],
    ['scripts/b.ts', []],
  ])('is another with what it is made of, and with nothing else: %s', async ([file, parts], { expect }) => {
    expect(await changedBy(file)).toEqual(parts)
  })
})

describe('the commit', () => {
  it('is that of the clone, and says where there are changes; without git there is none', async ({
    expect,
  }) => {
    expect(version.commit()).toBeNull()
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root })
    git('init', '--quiet')
    git('add', '--all')
    git('commit', '--quiet', '--message', 'all')
    const before = versions()
    expect(version.commit()).toMatch(/^[0-9a-f]{7,}$/)
    await write('package-lock.json', 'changed')
    expect(version.commit()).toMatch(/^[0-9a-f]{7,}-dirty$/)
    await write('package-lock.json', 'package-lock.json')
    git('commit', '--quiet', '--allow-empty', '--message', 'nothing')
    expect(versions()).toEqual(before)
  })
})
