/** `npm run deploy`, by the real wrangler, to a stand-in for Cloudflare: from nothing, again, and past each thing that stops it. */

import { appendFile, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { Refused } from './cloudflare/answers.ts'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { deploy as deployFrom, OWNERS } from './deploying.ts'
import { type Copy, copyProject } from './copy.ts'

let copy: Copy
beforeAll(async () => {
  copy = await copyProject()
})
afterAll(() => copy.remove())

const deploy = (to: Cloudflare, args?: string[], env?: Record<string, string>) =>
  deployFrom(copy, to, args, env)

/** Files that git keeps and a deployment might be tempted to write to. */
const TRACKED = [
  'wrangler.toml',
  'workers/gateway/wrangler.toml',
  'workers/history/wrangler.toml',
  'package.json',
]

describe('npm run deploy', { timeout: 120_000 }, () => {
  it('makes all of it from nothing, and the second time changes nothing', async ({
    expect,
    onTestFinished,
  }) => {
    const cloudflare = await startCloudflare()
    onTestFinished(cloudflare.close)
    const { account } = cloudflare
    const tracked = () => Promise.all(TRACKED.map(path => readFile(copy.at(path), 'utf8')))
    const before = await tracked()
    const first = await deploy(cloudflare)
    expect(first.code, first.said).toBe(0)
    expect(first.said).toContain('Burrow is at https://burrow.pages.dev')
    expect(account.subdomain).toBe('somebody')

    const [gateway, history] = ['burrow-gateway', 'burrow-history'].map(name => account.workers.get(name))
    expect([...(gateway?.secrets ?? [])]).toEqual([
      ['OLLAMA_URL', OWNERS.OLLAMA_URL],
      ['COOKIE_SECRET', expect.stringMatching(/^[0-9a-f]{64}$/)],
    ])
    expect(gateway?.versions.at(-1)).toMatchObject({
      bindings: expect.arrayContaining([
        { type: 'service', name: 'HISTORY', service: 'burrow-history', entrypoint: 'History' },
        { type: 'durable_object_namespace', name: 'BOX', class_name: 'Box' },
      ]),
      message: expect.stringMatching(/^Burrow \d/),
    })
    const database = account.database('burrow')
    expect(history).toMatchObject({ migration: 'v2', observability: true })
    expect(history?.versions.at(-1)?.bindings).toContainEqual({ type: 'd1', name: 'DB', id: database?.id })
    expect(gateway?.observability).toBe(true)
    expect(database?.sql.prepare('SELECT count(*) AS n FROM messages').get()).toEqual({ n: 0 })
    expect(account.projects.get('burrow')?.deployments).toMatchObject([{ branch: 'main', hasWorker: true }])
    expect(await tracked()).toEqual(before)

    const second = await deploy(cloudflare)
    expect(second).toMatchObject({ code: 0, changes: [] })
    expect(second.said).toContain(`burrow-gateway ${gateway?.versions.at(-1)?.id}\n`)

    // What is changed is sent, and nothing else.
    const key = gateway?.secrets.get('COOKIE_SECRET')
    const third = await deploy(cloudflare, [], {
      OLLAMA_URL: 'https://another.example.com',
      MODELS: 'qwen3:4b',
    })
    expect(third.code, third.said).toBe(0)
    expect(third.said).toContain(`back: npm run wrangler -- rollback ${gateway?.versions.at(-2)?.id}`)
    expect([...(gateway?.secrets.values() ?? [])]).toEqual(['https://another.example.com', key])
    expect(gateway?.versions.at(-1)?.bindings).toContainEqual({
      type: 'plain_text',
      name: 'MODELS',
      text: 'qwen3:4b',
    })
    expect(history?.versions).toHaveLength(1)
    // Not named again it stays.
    const fourth = await deploy(cloudflare, ['gateway'], { OLLAMA_URL: '' })
    expect(fourth).toMatchObject({ code: 0, changes: [] })

    // Of the sources too, and each part is called by its own.
    await appendFile(copy.at('workers', 'gateway', 'app.ts'), '// Changed.\n')
    const fifth = await deploy(cloudflare)
    expect(fifth.code, fifth.said).toBe(0)
    const [old, called] = gateway?.versions.slice(-2).map(({ message }) => message) ?? []
    expect(called).toMatch(/^Burrow \d+\.\d+\.\d+\+[0-9a-f]{7}$/)
    expect(called).not.toBe(old)
    expect(history?.versions).toHaveLength(1)
    expect(account.projects.get('burrow')?.deployments).toHaveLength(1)
  })

  it('stops where something fails, says what stands and what to do, and goes on from there', async ({
    expect,
    onTestFinished,
  }) => {
    const cloudflare = await startCloudflare()
    onTestFinished(cloudflare.close)
    const { fail, account, calls } = cloudflare
    const no = (code: number) => new Refused(400, code, 'It is refused for a test.')
    const steps: [string, string, RegExp, number][] = [
      ['workers.dev', 'PUT', /\/workers\/subdomain$/, 10036],
      ['database', 'POST', /\/d1\/database$/, 7502],
      ['migrations', 'POST', /\/query$/, 7500],
      ['bootstrap', 'PUT', /scripts\/burrow-gateway$/, 10063],
      ['history', 'PUT', /scripts\/burrow-history$/, 10143],
      ['gateway', 'PUT', /scripts\/burrow-gateway$/, 10021],
      ['project', 'POST', /\/pages\/projects$/, 8000002],
      ['page', 'POST', /\/projects\/burrow\/deployments$/, 8000013],
    ]
    for (const [n, [step, method, path, code]] of steps.entries()) {
      // The look at the migrations asks the same way as their run, and comes first.
      fail(method, path, no(code))
      const run = await deploy(cloudflare)
      expect(run.code, `${step}: ${run.said}`).toBe(1)
      expect(run.said).toContain(`${code}`)
      expect(run.said).toContain('it goes on from here')
      expect(run.said, step).not.toContain(`✓ ${step} `)
      const made = steps.slice(0, n).map(([name]) => name)
      for (const name of made.slice(0, -1)) expect(run.said, `${step}\n${run.said}`).toContain(`· ${name} `)
    }
    const whole = await deploy(cloudflare)
    expect(whole.code, whole.said).toBe(0)
    expect(account.projects.get('burrow')?.deployments).toHaveLength(1)
    // The bootstrap came once, before there was a gateway, and the gateway, which brings its object, behind it.
    const uploads = calls.filter(
      ({ method, path, status }) =>
        method === 'PUT' && path.endsWith('scripts/burrow-gateway') && status === 200
    )
    expect(uploads).toHaveLength(2)
    expect(account.workers.get('burrow-gateway')?.versions).toHaveLength(2)

    // In the place of a live gateway it would answer nobody, whatever else has gone.
    account.workers.delete('burrow-history')
    const again = await deploy(cloudflare)
    expect(again.code, again.said).toBe(0)
    expect(again.said).toContain('not needed: there is a gateway')
    expect(account.workers.get('burrow-gateway')?.versions).toHaveLength(2)
    expect(account.workers.get('burrow-history')?.versions).toHaveLength(1)
  })

  it('sends figures to Analytics Engine where it is asked to, until it is asked not to', async ({
    expect,
    onTestFinished,
  }) => {
    const cloudflare = await startCloudflare()
    onTestFinished(cloudflare.close)
    const { account } = cloudflare
    account.subdomain = 'somebody'
    const run = (...flags: string[]) => deploy(cloudflare, ['history', ...flags])
    const bound = () => account.workers.get('burrow-history')?.versions.at(-1)?.bindings
    const refused = await run('--metrics')
    expect(refused.said).toContain('Enable Analytics Engine in the dashboard, or deploy with --no-metrics.')

    account.analytics = true
    expect(await run('--metrics')).toMatchObject({ code: 0 })
    expect(bound()).toContainEqual({ name: 'METRICS', type: 'analytics_engine', dataset: 'burrow' })
    // Not said again it stays.
    expect(await run()).toMatchObject({ code: 0, changes: [] })
    expect(await run('--no-metrics')).toMatchObject({ code: 0 })
    expect(bound()?.map(({ name }) => name)).not.toContain('METRICS')
  })

  it('makes a second Burrow beside the first, and shows first what it would do', async ({
    expect,
    onTestFinished,
  }) => {
    const cloudflare = await startCloudflare()
    onTestFinished(cloudflare.close)
    const { account } = cloudflare
    account.subdomain = 'somebody'
    const shown = await deploy(cloudflare, ['--dry-run', '--stage', 'try'])
    expect(shown).toMatchObject({ code: 0, changes: [] })
    expect(shown.said).toContain('+ page         would upload the page to burrow-try')
    const run = await deploy(cloudflare, ['--stage', 'try'])

    expect(run.code, run.said).toBe(0)
    expect([...account.workers.keys()].sort()).toEqual(['burrow-try-gateway', 'burrow-try-history'])
    expect(account.workers.get('burrow-try-gateway')?.versions.at(-1)?.bindings).toContainEqual(
      expect.objectContaining({ service: 'burrow-try-history' })
    )
    expect([...account.projects.keys()]).toEqual(['burrow-try'])
  })
})
