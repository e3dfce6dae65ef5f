/** `npm run deploy -- --tunnel HOST`: what the box needs at Cloudflare, from nothing, again, and past each thing that stops it. */

import { readFile, rm, stat } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { type Rule, ruleFor } from '../scripts/box/ingress.ts'
import { KEPT_OUT, LET_IN } from '../scripts/box/paths.fixture.ts'
import { api } from '../scripts/deploy/cloudflare.ts'
import { namesOf } from '../scripts/deploy/names.ts'
import { planTunnel } from '../scripts/deploy/tunnel.ts'
import { Refused } from './cloudflare/answers.ts'
import type { Account } from './cloudflare/account.ts'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { deploy as deployFrom } from './deploying.ts'
import { type Copy, copyProject } from './copy.ts'

const HOST = 'ollama.example.com'

let copy: Copy
beforeAll(async () => {
  copy = await copyProject()
})
afterAll(() => copy.remove())
afterEach(() => rm(copy.at('box', '.env'), { force: true }))

const deploy = (to: Cloudflare, args: string[] = [], env: Record<string, string> = {}) =>
  deployFrom(copy, to, ['--tunnel', HOST, ...args], env)

/** An account with a domain and with Zero Trust, and a history to which a gateway can be bound. */
async function start(onTestFinished: (end: () => Promise<void>) => void): Promise<Cloudflare> {
  const cloudflare = await startCloudflare()
  onTestFinished(cloudflare.close)
  const { account } = cloudflare
  account.subdomain = 'somebody'
  account.team = 'somebodys-team'
  account.addZone('example.com')
  return cloudflare
}

/** All that nobody may read on a terminal. */
const secretsOf = ({ serviceTokens, tunnels }: Account) => [
  ...serviceTokens.flatMap(({ secret, previous }) => [secret, previous?.secret ?? secret]),
  ...tunnels.map(({ token }) => token),
]

const addToken = ({ serviceTokens }: Account, name: string) =>
  serviceTokens.push({
    id: name,
    name,
    clientId: name,
    secret: name,
    previous: null,
    expiresAt: '2100-01-01T00:00:00Z',
  })

describe('npm run deploy -- --tunnel', { timeout: 120_000 }, () => {
  it('makes the way to the box from nothing, and the second time changes nothing', async ({
    expect,
    onTestFinished,
  }) => {
    const cloudflare = await start(onTestFinished)
    const { account, calls } = cloudflare
    for (let n = 0; n < 60; n += 1) addToken(account, `of-others-${n}`)
    const shown = await deploy(cloudflare, ['--dry-run'])
    expect(shown).toMatchObject({ code: 0, changes: [] })
    expect(shown.said).toContain('+ dns          would let ollama.example.com lead to the tunnel')

    const first = await deploy(cloudflare)
    expect(first.code, first.said).toBe(0)
    const [token] = account.serviceTokens.slice(60)
    const [tunnel] = account.tunnels
    const [application] = account.applications
    expect(account.workers.get('burrow-gateway')?.secrets).toEqual(
      new Map([
        ['OLLAMA_URL', `https://${HOST}`],
        ['ACCESS_CLIENT_ID', token?.clientId],
        ['ACCESS_CLIENT_SECRET', token?.secret],
        ['COOKIE_SECRET', expect.any(String)],
      ])
    )
    expect(application).toMatchObject({
      type: 'self_hosted',
      domain: HOST,
      policies: [{ decision: 'non_identity', include: [{ service_token: { token_id: token?.id } }] }],
    })
    expect(account.zones[0]?.records).toMatchObject([
      { type: 'CNAME', name: HOST, content: `${tunnel?.id}.cfargotunnel.com`, proxied: true },
    ])
    // Nobody finds the name before somebody guards it.
    const made = calls.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1))
    expect(made.indexOf('policies')).toBeLessThan(made.indexOf('dns_records'))
    const file = copy.at('box', '.env')
    expect(await readFile(file, 'utf8')).toBe(`TUNNEL_TOKEN=${tunnel?.token}\n`)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(first.said).toContain('docker compose up -d')

    const second = await deploy(cloudflare)
    expect(second).toMatchObject({ code: 0, changes: [] })
    for (const secret of secretsOf(account)) expect(first.said + second.said).not.toContain(secret)
    expect(await readFile(copy.at('burrow.json'), 'utf8')).not.toContain(HOST)

    // The rules are those of box/config.yml.
    const rules = (tunnel?.ingress ?? []) as Rule[]
    const access = { required: true, teamName: 'somebodys-team', audTag: [application?.aud] }
    const originRequest = { httpHostHeader: 'localhost:11434', connectTimeout: 5, access }
    for (const path of LET_IN)
      expect(ruleFor(rules, HOST, path)).toMatchObject({ service: 'http://127.0.0.1:11434', originRequest })
    for (const path of KEPT_OUT) expect(ruleFor(rules, HOST, path)).toEqual({ service: 'http_status:404' })
    expect(ruleFor(rules, 'other.example.com', '/api/chat')).toEqual({ service: 'http_status:404' })
  })

  it('stops where something fails, goes on from there, and mends what was undone', async ({
    expect,
    onTestFinished,
  }) => {
    const cloudflare = await start(onTestFinished)
    const { fail, account } = cloudflare
    account.deploy('burrow-history', { bindings: [], modules: [], message: '', tag: '' })
    // Whatever of the tunnel's steps fails: all but the last, which writes a file, and changes nothing at Cloudflare.
    const take = async (failing?: string) => {
      const place = { api: api(cloudflare.url, cloudflare.token), account, names: namesOf(''), host: HOST }
      const { steps } = await planTunnel(place, '')
      const open = steps.slice(0, -1).filter(({ stands }) => stands === null)
      expect(open[0]?.name).toBe(failing)
      for (const step of open) await step.act()
    }
    const calls: [string, string, RegExp][] = [
      ['token', 'POST', /\/service_tokens$/],
      ['access', 'POST', /\/access\/apps$/],
      ['policy', 'POST', /\/policies$/],
      ['tunnel', 'POST', /\/cfd_tunnel$/],
      ['rules', 'PUT', /\/configurations$/],
      ['dns', 'POST', /\/dns_records$/],
    ]
    const no = new Refused(400, 12_345, 'It is refused for a test.')
    for (const [n, [step, method, path]] of calls.entries()) {
      fail(method, path, no)
      await expect(take(calls[Math.max(0, n - 1)]?.[0]), step).rejects.toThrow('12345')
    }

    fail('PUT', /scripts\/burrow-gateway$/, no)
    const failed = await deploy(cloudflare, ['gateway'])
    expect(failed.code, failed.said).toBe(1)
    expect(failed.said).toContain('✓ dns ')
    expect(failed.said).toContain('it goes on from here')
    const held = () => account.workers.get('burrow-gateway')?.secrets.get('ACCESS_CLIENT_SECRET')
    const whole = await deploy(cloudflare, ['gateway'])
    expect(whole.code, whole.said).toBe(0)
    // What was shown to a run that died is lost: the gateway has a new one, and the one before works for a while.
    expect(account.serviceTokens).toMatchObject([{ secret: held() }])
    expect(Date.parse(account.serviceTokens[0]?.previous?.until ?? '')).toBeGreaterThan(Date.now())
    expect([account.tunnels, account.applications, account.zones[0]?.records]).toEqual([
      [expect.anything()],
      [expect.anything()],
      [expect.anything()],
    ])
    expect(await deploy(cloudflare, ['gateway'])).toMatchObject({ code: 0, changes: [] })

    account.serviceTokens.pop()
    const [tunnel] = account.tunnels
    const [record] = account.zones[0]?.records ?? []
    if (tunnel === undefined || record === undefined) return expect.unreachable()
    const { ingress } = tunnel
    tunnel.ingress = [{ hostname: HOST, service: 'http://127.0.0.1:11434' }, { service: 'http_status:404' }]
    tunnel.status = 'healthy'
    record.proxied = false
    const mended = await deploy(cloudflare, ['gateway'])
    expect(mended.code, mended.said).toBe(0)
    expect(mended.said).not.toContain('docker compose')
    expect([tunnel.ingress, record.proxied]).toEqual([ingress, true])
    const [token] = account.serviceTokens
    expect(account.applications[0]?.policies).toMatchObject([
      { include: [{ service_token: { token_id: token?.id } }] },
    ])
    expect(held()).toBe(token?.secret)
  })

  it.for([
    ['no API token is there', [], { CLOUDFLARE_API_TOKEN: '' }, 'set CLOUDFLARE_API_TOKEN'],
    ['it is given to another part', ['history'], {}, 'Name gateway, or no part.'],
    ['the host name is an address', ['--tunnel', `https://${HOST}`], {}, 'no https://, no port, no path'],
  ] as [string, string[], Record<string, string>, string][])(
    'does nothing where %s, and says so',
    async ([, args, env, words], { expect, onTestFinished }) => {
      const cloudflare = await start(onTestFinished)
      const run = await deploy(cloudflare, args, env)
      expect(run).toMatchObject({ code: 1, changes: [] })
      expect(run.said).toContain(words)
    }
  )
})
