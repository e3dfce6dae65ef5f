/** `npm run doctor`, at Cloudflare: each fault is planted, found, and has a cure. */

import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { api } from '../scripts/deploy/cloudflare.ts'
import { namesOf } from '../scripts/deploy/names.ts'
import { doctorEdge } from '../scripts/doctor/edge.ts'
import { at } from '../scripts/paths.ts'
import type { Account, Worker } from './cloudflare/account.ts'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { found, json, plant, wrongs } from './planted.ts'

describe('what stands at Cloudflare', () => {
  let cloudflare: Cloudflare
  let site: { port: number; close(): void }
  let status: unknown = { box: 'ready' }
  let missing = 404
  beforeAll(async () => {
    cloudflare = await startCloudflare()
    site = await plant(({ url }, response) =>
      url === '/api/status' ? json(response, status) : response.writeHead(missing).end()
    )
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
    const version = { modules: [], message: 'Burrow 9.9.9', tag: 'x-0' }
    account.deploy('burrow-gateway', {
      ...version,
      bindings: [{ type: 'service', name: 'HISTORY', service: 'burrow-history' }],
    })
    account.deploy('burrow-history', {
      ...version,
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
          message: 'Burrow 9.9.9 abc',
          files: {},
          hasWorker: true,
          bindings: {},
        },
      ],
    })
    status = { box: 'ready' }
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
    expect(found(findings, 'parts')?.said).toBe('all three of Burrow 9.9.9')
  })

  it.for<[string, (account: Account) => void]>([
    ['parts', account => account.projects.clear()],
    [
      'parts',
      account => {
        const live = worker(account, 'burrow-history').versions.at(-1)
        if (live !== undefined) live.message = 'Burrow 9.9.8'
      },
    ],
    ['secrets', account => worker(account, 'burrow-gateway').secrets.delete('COOKIE_SECRET')],
    [
      'address',
      account =>
        worker(account, 'burrow-gateway').versions.at(-1)?.bindings.push({
          type: 'plain_text',
          name: 'OLLAMA_URL',
          text: 'http://127.0.0.1:11434',
        }),
    ],
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
    ['gateway', () => (status = { box: 'misconfigured' })],
  ])('%s: a fault of it is found', async ([what, fault], { expect }) => {
    fault(await deployed())
    const findings = await examine()
    expect(wrongs(findings)).toEqual([what])
    expect(found(findings, what)?.cure).toBeTruthy()
  })
})
