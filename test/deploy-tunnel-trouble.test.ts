/** What keeps `--tunnel` from a host name: each is said before anything is done, with what to do about it. */

import { describe, it } from 'vitest'
import { api } from '../scripts/deploy/cloudflare.ts'
import { namesOf } from '../scripts/deploy/names.ts'
import { planTunnel } from '../scripts/deploy/tunnel.ts'
import type { Account, Tunnel } from './cloudflare/account.ts'
import { Refused } from './cloudflare/answers.ts'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'

const HOST = 'ollama.example.com'

interface Case {
  what: string
  host?: string
  stage?: string
  /** What is otherwise than it should be, in an account that has the domain and Zero Trust. */
  with(cloudflare: Cloudflare): void
  says: RegExp
  cure: RegExp
}

const tunnel = (about: Partial<Tunnel>): Tunnel => ({
  id: 'an-id',
  name: 'burrow-box',
  source: 'cloudflare',
  status: 'inactive',
  ingress: null,
  token: 'a-token',
  ...about,
})

const application = (about: { name: string; domain?: string; policies?: object[] }) =>
  ({ id: 'an-id', aud: 'an-aud', domain: HOST, policies: [], ...about }) as Account['applications'][number]

const record = (account: Account, type: string, content: string) =>
  account.zones[0]?.records.push({ id: 'an-id', type, name: HOST, content, proxied: true })

const noRight = (method: string, path: RegExp) => (cloudflare: Cloudflare) =>
  cloudflare.fail(method, path, new Refused(403, 10000, 'Authentication error'))

const CASES: Case[] = [
  {
    what: 'the domain is in no account that the token sees',
    host: 'ollama.example.net',
    with: () => {},
    says: /has no domain that ollama\.example\.net belongs to/,
    cure: /Zone: Read/,
  },
  {
    what: 'the domain is not active yet',
    with: ({ account }) => Object.assign(account.zones[0] ?? {}, { status: 'pending' }),
    says: /it is pending/,
    cure: /name servers/,
  },
  {
    what: 'the DNS is kept elsewhere',
    with: ({ account }) => Object.assign(account.zones[0] ?? {}, { type: 'partial' }),
    says: /its kind is partial/,
    cure: /box\/README\.md/,
  },
  {
    what: 'no certificate covers a name at the third level',
    host: 'ollama.home.example.com',
    with: () => {},
    says: /No certificate covers ollama\.home\.example\.com/,
    cure: /ollama-home\.example\.com/,
  },
  {
    what: 'the name has an address',
    with: ({ account }) => record(account, 'A', '192.0.2.1'),
    says: /its A record says 192\.0\.2\.1/,
    cure: /Choose another name/,
  },
  {
    what: 'the name leads to the tunnel of another stage',
    stage: 'try',
    with: ({ account }) => record(account, 'CNAME', 'another-id.cfargotunnel.com'),
    says: /its CNAME record says another-id/,
    cure: /Choose another name/,
  },
  {
    what: 'Zero Trust was never turned on',
    with: ({ account }) => (account.team = null),
    says: /has no Zero Trust yet/,
    cure: /the Free plan/,
  },
  {
    what: 'the token may not see tunnels',
    with: noRight('GET', /\/cfd_tunnel$/),
    says: /Authentication error \(10000\)/,
    cure: /Cloudflare Tunnel: Edit/,
  },
  {
    what: 'the token may not see DNS records',
    with: noRight('GET', /\/dns_records$/),
    says: /Authentication error \(10000\)/,
    cure: /DNS: Edit/,
  },
  {
    what: 'the token may not see Access',
    with: noRight('GET', /\/access\/apps$/),
    says: /Authentication error \(10000\)/,
    cure: /Access: Apps and Policies: Edit, Access: Service Tokens: Edit/,
  },
  {
    what: 'somebody else protects the name already',
    with: ({ account }) => account.applications.push(application({ name: 'Mine' })),
    says: /“Mine” guards ollama\.example\.com already/,
    cure: /leave --tunnel out/,
  },
  {
    what: 'somebody else decides over a path of it',
    with: ({ account }) =>
      account.applications.push(
        application({ name: 'burrow-box' }),
        application({ name: 'Open', domain: `${HOST}/api` })
      ),
    says: /“Open” guards ollama\.example\.com already, or a path of it/,
    cure: /Delete it/,
  },
  {
    what: 'others are let through, too',
    with: ({ account }) =>
      account.applications.push(
        application({
          name: 'burrow-box',
          policies: [{ id: 'an-id', name: 'Everybody', decision: 'bypass', include: [{ everyone: {} }] }],
        })
      ),
    says: /a policy “Everybody”/,
    cure: /Take that policy out/,
  },
  {
    what: 'the tunnel is configured by a file on the box',
    with: ({ account }) => account.tunnels.push(tunnel({ source: 'local' })),
    says: /has its rules in a file on the box/,
    cure: /cloudflared tunnel delete burrow-box/,
  },
  {
    what: 'the tunnel serves another name',
    with: ({ account }) =>
      account.tunnels.push(
        tunnel({ ingress: [{ hostname: 'other.example.com', service: 'http://[::1]:1' }] })
      ),
    says: /serves other\.example\.com already/,
    cure: /Name that one behind --tunnel/,
  },
]

describe('the way to the box is not begun', () => {
  it.for(CASES)(
    'where $what',
    async ({ host = HOST, stage = '', with: arrange, says, cure }, { expect, onTestFinished }) => {
      const cloudflare = await startCloudflare()
      onTestFinished(cloudflare.close)
      const { account, calls, url, token } = cloudflare
      account.team = 'somebodys-team'
      account.addZone('example.com')
      arrange(cloudflare)
      const place = { api: api(url, token), account, names: namesOf(stage), host }

      await expect(planTunnel(place, stage)).rejects.toMatchObject({
        name: 'Trouble',
        message: expect.stringMatching(says),
        cure: expect.stringMatching(cure),
      })
      expect(calls.filter(({ method }) => method !== 'GET')).toEqual([])
    }
  )
})
