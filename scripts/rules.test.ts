/**
 * The import rules hold at every place, in rooms that are not built yet too: one breach each is planted in a tree of its
 * own, and seen to be refused by the project's configuration.
 */

import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { at } from './paths.ts'

const LINK = 'The generated binding types are the only link'
const HTTP = 'History has no HTTP'
const DRIZZLE = 'know drizzle'
const OWNER = 'A part never imports what owns it'
const OUTSIDE = 'History reaches the outside through the gateway'
const SEAM = 'Only database(env, owner) opens D1'
const ADDRESSES = 'Only gateway/ollama knows URLs and headers'
const PURE = 'The order of the queue is pure'
const QUEUE = 'workers/gateway/box/queue/'
const ALONE = 'protocol imports nothing outside itself'
const PAGE = 'The page knows protocol alone'
const STAND_IN = 'The stand-in is handed its models'
const SHOWROOM = 'The showroom knows the stand-in alone'
const BY_TYPE = 'An example knows history by its generated binding type alone'
const TYPES = "An example takes protocol's types alone"

const HISTORY = ['', 'session/', 'feed/', 'queries/', 'images/'].map(room => `workers/history/${room}`)
const HISTORY_ROOMS = HISTORY.slice(1)
const GATEWAY = ['', 'routes/', 'box/', 'identity/', 'box/queue/'].map(room => `workers/gateway/${room}`)
const GATEWAY_ROOMS = [...GATEWAY.slice(1), 'workers/gateway/ollama/']
const PROTOCOL = ['workers/protocol/', 'workers/protocol/room/']
const EXAMPLE = ['docs/example/', 'docs/example/room/']
const PAGES = ['early/', 'state/', 'wire/', 'parts/log/'].map(room => `pages/src/${room}`)

/** From a folder of the project to a file of it, as an import writes it. */
const to = (folder: string, file: string) => posix.relative(folder, file).replace(/^(?!\.)/, './')

const imports = (what: string) => `import { x } from '${what}'\nexport const y = x`
const reexports = (what: string) => `export { x } from '${what}'`
const types = (what: string) => `import type { X } from '${what}'\nexport type Y = X`
const imported = (what: string) => `export const y = () => import('${what}')`

interface Plant {
  folder: string
  source: string
  /** Words of the refusal; absent where it is none. */
  refused?: string
}

/** The same breach at each of these places. */
const planted = (
  folders: string[],
  refused: string | undefined,
  source: (folder: string) => string
): Plant[] =>
  folders.map(folder => ({ folder, source: source(folder), ...(refused === undefined ? {} : { refused }) }))

const BREACHES: Plant[] = [
  ...[imports, reexports, types, imported].flatMap(how => [
    ...planted(HISTORY, HTTP, () => how('hono')),
    ...planted(HISTORY, HTTP, () => how('hono/cookie')),
    ...planted(HISTORY, LINK, folder => how(to(folder, 'workers/gateway/refuse.ts'))),
    ...planted(GATEWAY_ROOMS, LINK, folder => how(to(folder, 'workers/history/index.ts'))),
    ...planted(GATEWAY, DRIZZLE, () => how('drizzle-orm')),
  ]),
  ...planted(HISTORY, HTTP, () => imports('@hono/valibot-validator')),
  ...planted(HISTORY, LINK, folder => imports(to(folder, 'demo/server.ts'))),
  ...planted(HISTORY, OUTSIDE, () => `export const y = () => fetch('https://elsewhere.example')`),
  ...planted(HISTORY, OUTSIDE, () => `export const y = () => globalThis.fetch('https://elsewhere.example')`),
  ...planted(HISTORY, SEAM, () => 'export const y = (env: { DB: unknown }) => env.DB'),
  ...planted(
    HISTORY.filter(folder => !folder.endsWith('queries/')),
    DRIZZLE,
    () => imports('drizzle-orm/d1')
  ),
  ...planted(HISTORY_ROOMS, OWNER, folder => imports(to(folder, 'workers/history/session/chat-session.ts'))),
  ...planted(HISTORY_ROOMS, OWNER, folder => imports(to(folder, 'workers/history/feed/visitor-feed.ts'))),
  ...planted(HISTORY_ROOMS, OWNER, () => imports('../index.ts')),
  ...planted(GATEWAY, ADDRESSES, () => `export const y = () => fetch('https://elsewhere.example')`),
  ...planted(GATEWAY, ADDRESSES, () => `export const { y } = { y: globalThis.fetch }`),
  ...planted(GATEWAY, LINK, folder => types(to(folder, 'pages/src/state/chat.ts'))),
  ...planted(GATEWAY_ROOMS, DRIZZLE, () => imports('drizzle-orm/d1')),
  ...planted(['workers/gateway/box/'], OWNER, () => imports('./box.ts')),
  ...planted(['workers/gateway/box/queue/'], OWNER, () => imports('../box.ts')),
  ...planted(GATEWAY_ROOMS, OWNER, folder => imports(to(folder, 'workers/gateway/index.ts'))),
  ...planted(PROTOCOL, ALONE, () => imports('valibot')),
  ...planted(PROTOCOL, ALONE, () => imports('@hono/valibot-validator')),
  ...planted(PROTOCOL, ALONE, () => imports('node:fs')),
  ...planted(PROTOCOL, ALONE, folder => types(to(folder, 'workers/history/schema.ts'))),
  ...planted(PROTOCOL, ALONE, () => imports('./../gateway/app.ts')),
  ...planted(PAGES, PAGE, folder => imports(to(folder, 'workers/gateway/check.ts'))),
  ...planted(PAGES, PAGE, folder => types(to(folder, 'workers/history/schema.ts'))),
  ...planted(PAGES, PAGE, folder => imports(to(folder, 'demo/server.ts'))),
  ...planted(PAGES, PAGE, () => imports('hono/client')),
  ...planted(PAGES, PAGE, () => imports('drizzle-orm')),
  ...planted(['demo/stand-in/'], STAND_IN, () => types('../showroom/models.ts')),
  ...planted(['demo/stand-in/'], STAND_IN, () => imports('../adversary/refusals.ts')),
  ...planted(['demo/stand-in/'], STAND_IN, () => imports('../catalogue.ts')),
  ...planted(['demo/showroom/'], SHOWROOM, () => imports('../adversary/faults.ts')),
  ...planted(['demo/showroom/'], SHOWROOM, () => types('../server.ts')),
  ...planted(EXAMPLE, BY_TYPE, folder => types(to(folder, 'workers/history/index.ts'))),
  ...planted(EXAMPLE, BY_TYPE, folder => imports(to(folder, 'workers/gateway/refuse.ts'))),
  ...planted(EXAMPLE, BY_TYPE, () => imports('drizzle-orm')),
  ...planted(EXAMPLE, TYPES, folder => imports(to(folder, 'workers/protocol/problems.ts'))),
]

const ALLOWED: Plant[] = [
  ...planted(['workers/history/queries/'], undefined, () => imports('drizzle-orm/d1')),
  ...planted([...HISTORY, ...GATEWAY, ...PAGES, ...EXAMPLE], undefined, folder =>
    types(to(folder, 'workers/protocol/nouns.ts'))
  ),
  ...planted(
    ['workers/gateway/ollama/'],
    undefined,
    () => `export const y = () => fetch('https://box.example')`
  ),
  ...planted(GATEWAY, undefined, () => imports('hono')),
  ...planted(['workers/history/'], undefined, () => imports('./session/chat-session.ts')),
  ...planted(['workers/protocol/'], undefined, () => types('./nouns.ts')),
  ...planted(['demo/adversary/'], undefined, () => imports('../showroom/replay.ts')),
  ...planted(HISTORY, undefined, () => 'export const y = (one: Fetcher) => one.fetch("https://history")'),
]

/** By its whole name, where a rule knows a file. */
const NAMED: (Plant & { name: string })[] = [
  { folder: QUEUE, name: 'order.ts', source: imports('cloudflare:workers'), refused: PURE },
  ...['cloudflare:workers', './rows/rows.ts', '../../settings.ts', '../../../history/index.ts'].map(what => ({
    folder: QUEUE,
    name: 'standing.ts',
    source: imports(what),
    refused: PURE,
  })),
  { folder: QUEUE, name: 'foresee.ts', source: imports('./order.ts') },
  { folder: QUEUE, name: 'background.ts', source: imports('../../../protocol/problems.ts') },
  { folder: 'workers/gateway/telling/', name: 'webhook.ts', source: 'export const y = fetch' },
  { folder: 'workers/history/', name: 'schema.ts', source: imports('drizzle-orm/sqlite-core') },
  {
    folder: 'workers/history/queries/',
    name: 'database.ts',
    source: 'export const y = ({ DB }: { DB: unknown }) => DB',
  },
  { folder: 'workers/history/', name: 'index.ts', source: imports('./feed/visitor-feed.ts') },
  { folder: 'workers/history/session/', name: 'any.test.ts', source: imports('../../../demo/server.ts') },
  {
    folder: 'pages/',
    name: 'worker.ts',
    source: imports('./src/x.ts'),
    refused: 'The Pages Worker imports nothing',
  },
]

const PLANTS = [...BREACHES, ...ALLOWED].map((plant, n) => ({ ...plant, name: `planted-${n}.ts` }))
const ALL = [...PLANTS, ...NAMED].map(plant => ({ ...plant, file: plant.folder + plant.name }))

let root: string
const told = new Map<string, string[]>()
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'burrow-rules-'))
  await copyFile(at('.oxlintrc.json'), join(root, '.oxlintrc.json'))
  for (const { file, source } of ALL) {
    await mkdir(join(root, dirname(file)), { recursive: true })
    await writeFile(join(root, file), `${source}\n`)
  }
  for (const { filename, message, help } of await lint()) {
    told.set(filename, [...(told.get(filename) ?? []), `${message} ${help}`])
  }
})
afterAll(() => rm(root, { recursive: true, force: true }))

function lint(): Promise<{ filename: string; message: string; help: string }[]> {
  const oxlint = at('node_modules', 'oxlint', 'bin', 'oxlint')
  return new Promise(resolve => {
    // It ends with 1, for there is something to be refused.
    execFile(process.execPath, [oxlint, '-f', 'json'], { cwd: root, maxBuffer: 2 ** 24 }, (_, out) =>
      resolve(JSON.parse(out).diagnostics)
    )
  })
}

const kinds = [...new Set([...BREACHES.map(({ refused }) => refused ?? ''), PURE])]

describe('an import rule', () => {
  it.for(kinds)('is kept wherever it is broken: %s', (kind, { expect }) => {
    for (const { file, source, refused } of ALL.filter(plant => plant.refused === kind)) {
      expect([file, source, told.get(file)]).toEqual([file, source, [expect.stringContaining(refused ?? '')]])
    }
  })

  it('names the places where it does not hold', ({ expect }) => {
    for (const { file, source } of ALL.filter(({ refused }) => refused === undefined)) {
      expect([file, source, told.get(file)]).toEqual([file, source, undefined])
    }
  })

  it('keeps the Pages Worker without imports: it is not bundled', ({ expect }) => {
    expect(told.get('pages/worker.ts')).toEqual([expect.stringContaining('The Pages Worker imports nothing')])
  })
})
