/** Tunnels, and the rules of those that are configured at Cloudflare. */

import { Hono } from 'hono'
import type { Account, IngressRule, Tunnel } from './account.ts'
import { answer, pageOf, Refused } from './answers.ts'

export function tunnels(account: Account): Hono {
  const app = new Hono()
  const find = (id: string): Tunnel => {
    const tunnel = account.tunnels.find(one => one.id === id)
    if (tunnel === undefined) throw new Refused(404, 1003, 'Tunnel not found')
    return tunnel
  }

  app.get('/', c => {
    const name = c.req.query('name')
    return pageOf(c.req.url, account.tunnels.filter(one => (name ?? one.name) === one.name).map(asListed))
  })
  app.post('/', async c => {
    const { name, config_src = 'local' } = await c.req.json<{ name: string; config_src?: Tunnel['source'] }>()
    if (account.tunnels.some(one => one.name === name))
      throw new Refused(
        409,
        1013,
        'You already have a tunnel with this name. Delete the existing tunnel, or choose a different name for your new tunnel'
      )
    const id = crypto.randomUUID()
    const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
    const token = Buffer.from(JSON.stringify({ a: account.id, t: id, s: secret })).toString('base64')
    const tunnel: Tunnel = { id, name, source: config_src, status: 'inactive', ingress: null, token }
    account.tunnels.push(tunnel)
    return answer({ ...asListed(tunnel), token })
  })
  app.get('/:id/token', c => answer(find(c.req.param('id')).token))
  app.get('/:id/configurations', c => answer(asConfigured(find(c.req.param('id')))))
  app.put('/:id/configurations', async c => {
    const tunnel = find(c.req.param('id'))
    const { config } = await c.req.json<{ config: { ingress: IngressRule[] } }>()
    const last = config.ingress.at(-1)
    if (last === undefined || last.hostname !== undefined || last.path !== undefined)
      throw new Refused(400, 1056, 'Bad Configuration: The last ingress rule must match all URLs')
    for (const { originRequest = {} } of config.ingress)
      if (typeof (originRequest['connectTimeout'] ?? 0) !== 'number')
        throw new Refused(400, 1056, 'Bad Configuration: connectTimeout must be a number of seconds')
    tunnel.ingress = config.ingress
    return answer(asConfigured(tunnel))
  })
  return app
}

const asListed = ({ id, name, source, status }: Tunnel) => ({
  id,
  name,
  status,
  config_src: source,
  remote_config: source === 'cloudflare',
  tun_type: 'cfd_tunnel',
  deleted_at: null,
  connections: [],
})

/** With what Cloudflare fills in by itself. */
const asConfigured = ({ id, source, ingress }: Tunnel) => ({
  tunnel_id: id,
  version: ingress === null ? 0 : 1,
  source,
  config: ingress && {
    ingress: ingress.map(({ originRequest = {}, ...rule }) => ({ ...rule, originRequest })),
    'warp-routing': { enabled: false },
  },
})
