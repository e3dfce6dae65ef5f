/** Access: the organisation, service tokens, applications with their policies. */

import { Hono } from 'hono'
import type { AccessApplication, AccessPolicy, Account, ServiceToken } from './account.ts'
import { answer, pageOf, Refused } from './answers.ts'

const DAY_MS = 86_400_000

/** 40 characters behind a prefix, and a checksum. */
const newSecret = () => `cfast_${crypto.randomUUID().replaceAll('-', '')}${'0'.repeat(16)}`

const after = (from: number, days: number) => new Date(from + days * DAY_MS).toISOString()

export function access(account: Account): Hono {
  const app = new Hono()
  app.use(async (_, next) => {
    if (account.team === null)
      throw new Refused(
        403,
        9999,
        "access.api.error.not_enabled: Access is not enabled. Visit the Access dashboard at https://dash.cloudflare.com and click the 'Enable Access' button."
      )
    await next()
  })
  app.get('/organizations', () =>
    answer({ name: account.team, auth_domain: `${account.team}.cloudflareaccess.com` })
  )
  app.route('/service_tokens', serviceTokens(account.serviceTokens))
  app.route('/apps', applications(account))
  return app
}

function serviceTokens(tokens: ServiceToken[]): Hono {
  const app = new Hono()
  const find = (id: string): ServiceToken => {
    const token = tokens.find(one => one.id === id)
    if (token === undefined)
      throw new Refused(404, 11021, 'access.api.error.service_token_not_found: service token not found')
    return token
  }

  app.get('/', c => pageOf(c.req.url, tokens.map(asListed)))
  app.post('/', async c => {
    const { name, duration } = await c.req.json<{ name: string; duration: string }>()
    const token: ServiceToken = {
      id: crypto.randomUUID(),
      name,
      clientId: `${crypto.randomUUID().replaceAll('-', '')}.access`,
      secret: newSecret(),
      previous: null,
      expiresAt: after(Date.now(), Number.parseInt(duration, 10) / 24),
    }
    tokens.push(token)
    return answer({ ...asListed(token), client_secret: token.secret })
  })
  app.post('/:id/rotate', async c => {
    const token = find(c.req.param('id'))
    const { previous_client_secret_expires_at: until = new Date().toISOString() } = await c.req.json<{
      previous_client_secret_expires_at?: string
    }>()
    token.previous = { secret: token.secret, until }
    token.secret = newSecret()
    return answer({ ...asListed(token), client_secret: token.secret })
  })
  app.post('/:id/refresh', c => {
    const token = find(c.req.param('id'))
    token.expiresAt = after(Math.max(Date.now(), Date.parse(token.expiresAt)), 365)
    return answer(asListed(token))
  })
  return app
}

function applications({ applications: all, serviceTokens: tokens }: Account): Hono {
  const app = new Hono()
  const find = (id: string): AccessApplication => {
    const application = all.find(one => one.id === id)
    if (application === undefined)
      throw new Refused(404, 11021, 'access.api.error.unknown_application: unknown application')
    return application
  }
  const checked = (policy: Omit<AccessPolicy, 'id'>) => {
    for (const rule of policy.include as { service_token?: { token_id: string } }[])
      if (rule.service_token !== undefined && !tokens.some(({ id }) => id === rule.service_token?.token_id))
        throw new Refused(400, 12130, 'access.api.error.invalid_request: service token not found')
    return policy
  }

  app.get('/', c => pageOf(c.req.url, all))
  app.post('/', async c => {
    const asked = await c.req.json<Omit<AccessApplication, 'id' | 'aud' | 'policies'>>()
    const [id, aud] = [crypto.randomUUID(), crypto.randomUUID().replaceAll('-', '').repeat(2)]
    const destinations = [{ type: 'public', uri: `${asked['domain']}` }]
    const made = { name: '', domain: '', ...asked, id, aud, destinations, policies: [] }
    all.push(made)
    return answer(made)
  })
  app.get('/:app/policies', c => pageOf(c.req.url, find(c.req.param('app')).policies))
  app.post('/:app/policies', async c => {
    const { policies } = find(c.req.param('app'))
    const policy = { ...checked(await c.req.json()), id: crypto.randomUUID() }
    policies.push(policy)
    return answer(policy)
  })
  app.put('/:app/policies/:policy', async c => {
    const policy = find(c.req.param('app')).policies.find(({ id }) => id === c.req.param('policy'))
    if (policy === undefined) throw new Refused(404, 11021, 'access.api.error.unknown_policy: unknown policy')
    return answer(Object.assign(policy, checked(await c.req.json())))
  })
  return app
}

const asListed = ({ id, name, clientId, expiresAt }: ServiceToken) => ({
  id,
  name,
  client_id: clientId,
  duration: '17520h',
  expires_at: expiresAt,
})
