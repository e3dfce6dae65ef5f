/** `npm run doctor`, at Cloudflare: each fault is planted, found, and has a cure. */

import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { api } from '../scripts/deploy/cloudflare.ts'
import { messageOf } from '../scripts/deploy/labels.ts'
import { namesOf } from '../scripts/deploy/names.ts'
import { doctorEdge } from '../scripts/doctor/edge.ts'
import { at } from '../scripts/paths.ts'
import { type Deployable, versionOf } from '../scripts/version.ts'
import type { Account, Worker } from './cloudflare/account.ts'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { found, json, plant, wrongs } from './planted.ts'

describe('what stands at Cloudflare', () => {
  let cloudflare: Cloudflare
  let site: { port: number; close(): void }
  let status: unknown
  let page: string
  let missing: number
  beforeAll(async () => {
    cloudflare = await startCloudflare()
    site = await plant(({ url }, response) => {
      if (url === '/api/status') return void json(response, status)
      if (url === '/') return void response.end(`<meta name="version" content="${page}">`)
      response.writeHead(missing).end()
    })
  })
  afterAll(() => {
    site.close()
    return cloudflare.close()
  })

  const worker = (account: Account, name: string): Worker => {
    const found_ = account.workers.get(name)
    if (found_ === undefined) throw new Error(`${name} is not deployed`)
    return found_
  }

  /** As a deployment leaves it. */
  async function deployed(): Promise<Account> {
    const { account } = cloudflare
    account.workers.clear()
    account.databases.clear()
    account.projects.clear()
    account.subdomain = 'somebody'
    const { id, sql } = account.createDatabase('burrow')
    sql.exec('CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT)')
    for (const name of readdirSync(at('migrations')).filter(one => one.endsWith('.sql')))
      sql.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(name)
    const version = (part: Deployable) => ({ modules: [], message: messageOf(part), tag: 'x-0' })
    account.deploy('burrow-gateway', {
      ...version('gateway'),
      bindings: [
        { type: 'service', name: 'HISTORY', service: 'burrow-history' },
        { type: 'durable_object_namespace', name: 'BOX' },
      ],
    })
    account.deploy('burrow-history', {
      ...version('history'),
      bindings: [
        { type: 'd1', name: 'DB', id },
        { type: 'service', name: 'GATEWAY', service: 'burrow-gateway' },
        { type: 'durable_object_namespace', name: 'SESSIONS' },
        { type: 'durable_object_namespace', name: 'FEEDS' },
      ],
    })
    for (const one of account.workers.values()) one.observability = true
    for (const name of ['OLLAMA_URL', 'COOKIE_SECRET'])
      worker(account, 'burrow-gateway').secrets.set(name, 'x')
    account.projects.set('burrow', {
      name: 'burrow',
      subdomain: 'burrow.pages.dev',
      branch: 'main',
      deployments: [
        {
          id: 'd',
          branch: 'main',
          commit: '',
          message: `${messageOf('page')} abc`,
          files: {},
          hasWorker: true,
          bindings: {},
        },
      ],
    })
    status = { box: 'ready', version: versionOf('gateway') }
    page = versionOf('page')
    missing = 404
    return account
  }

  const examine = async () => {
    const { url, token, account } = cloudflare
    const real = globalThis.fetch
    globalThis.fetch = ((to: string, init?: RequestInit) =>
      real(to.replace('https://burrow.pages.dev', `http://127.0.0.1:${site.port}`), init)) as typeof fetch
    try {
      return await doctorEdge({ api: api(url, token), account }, namesOf(''))
    } finally {
      globalThis.fetch = real
    }
  }

  it('is well after a deployment', async ({ expect }) => {
    await deployed()
    const findings = await examine()
    expect(wrongs(findings)).toEqual([])
    expect(found(findings, 'parts')?.said).toBe(
      `as here: gateway ${versionOf('gateway')}, history ${versionOf('history')}, page ${versionOf('page')}`
    )
  })

  it('needs one that says where Ollama is, and no more', async ({ expect }) => {
    const { secrets } = worker(await deployed(), 'burrow-gateway')
    secrets.set('OLLAMA_HOSTS', 'x')
    expect(found(await examine(), 'secrets')?.said).toContain('OLLAMA_HOSTS is used, and OLLAMA_URL only')
    secrets.delete('OLLAMA_URL')
    expect(wrongs(await examine())).toEqual([])
    secrets.delete('OLLAMA_HOSTS')
    const findings = await examine()
    expect(wrongs(findings)).toEqual(['secrets'])
    expect(found(findings, 'secrets')?.said).toBe('OLLAMA_URL or OLLAMA_HOSTS missing')
  })

  /** All of it was deployed from another checkout. */
  const another = (account: Account, commits: [string, string, string]) => {
    const [gateway, history, pages] = commits.map(commit => `Burrow 9.9.9+0000000${commit}`)
    const live = (name: string) => worker(account, name).versions.at(-1)
    Object.assign(live('burrow-gateway') ?? {}, { message: gateway })
    Object.assign(live('burrow-history') ?? {}, { message: history })
    Object.assign(account.projects.get('burrow')?.deployments[0] ?? {}, { message: `${pages} abc` })
    status = { box: 'ready', version: '9.9.9+0000000' }
    page = '9.9.9+0000000'
  }

  it('is well where all of it is of one commit, whatever is checked out here', async ({ expect }) => {
    another(await deployed(), [' of e670891', ' of e670891', ' of e670891'])
    const findings = await examine()
    expect(wrongs(findings)).toEqual([])
    expect(found(findings, 'parts')?.said).toContain('all of commit e670891, which is not what is here')
  })

  it.for<[string, string, string]>([
    [' of e670891', ' of 92c8992', ' of e670891'],
    [' of e670891-dirty', ' of e670891-dirty', ' of e670891-dirty'],
    ['', '', ''],
  ])('parts that nothing says to be of one version are found: %j', async (commits, { expect }) => {
    another(await deployed(), commits)
    const findings = await examine()
    expect(wrongs(findings)).toEqual(['parts'])
    expect(found(findings, 'parts')?.said).toContain('page 9.9.9+0000000')
  })

  /** A setting that should be a secret stands as a variable. */
  const written = (name: string, text: string) => (account: Account) =>
    worker(account, 'burrow-gateway').versions.at(-1)?.bindings.push({ type: 'plain_text', name, text })

  it.for<[string, (account: Account) => unknown]>([
    ['parts', account => account.projects.clear()],
    [
      'parts',
      account => {
        const live = worker(account, 'burrow-history').versions.at(-1)
        if (live !== undefined) live.message = 'Burrow 9.9.8+0000000 of 0000000'
      },
    ],
    ['secrets', account => worker(account, 'burrow-gateway').secrets.delete('COOKIE_SECRET')],
    ['address', written('OLLAMA_URL', 'http://127.0.0.1:11434')],
    ['address', written('OLLAMA_HOSTS', '[{"url":"http://me:x@127.0.0.1:11434"}]')],
    ['bindings', account => worker(account, 'burrow-gateway').versions.at(-1)?.bindings.splice(0)],
    ['migrations', account => account.database('burrow')?.sql.exec('DELETE FROM d1_migrations WHERE id > 1')],
    ['logs', account => (worker(account, 'burrow-history').observability = false)],
    [
      'size of D1',
      account => {
        for (const one of account.databases.values()) one.bytes = 450e6
      },
    ],
    ['missing asset', () => (missing = 200)],
    ['gateway', () => (status = { box: 'misconfigured', version: versionOf('gateway') })],
    ['page served', () => (page = '0.0.9+0000000')],
    ['gateway served', () => (status = { box: 'ready', version: '0.0.9+0000000' })],
  ])('%s: a fault of it is found', async ([what, fault], { expect }) => {
    fault(await deployed())
    const findings = await examine()
    expect(wrongs(findings)).toEqual([what])
    expect(found(findings, what)?.cure).toBeTruthy()
  })
})
