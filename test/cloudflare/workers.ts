/** Workers: upload, versions, secrets, subdomain. */

import { Hono } from 'hono'
import type { Account, Binding, Version, Worker } from './account.ts'
import { answer, Refused } from './answers.ts'

interface Metadata {
  main_module?: string
  bindings?: Binding[]
  keep_bindings?: string[]
  migrations?: { new_tag?: string; old_tag?: string }
  annotations?: { 'workers/message'?: string; 'workers/tag'?: string }
  observability?: { enabled?: boolean }
}

const missing = () => new Refused(404, 10007, 'This Worker does not exist on your account.')

export function workers(account: Account): Hono {
  const app = new Hono()
  const find = (name: string): Worker => {
    const worker = account.workers.get(name)
    if (worker === undefined) throw missing()
    return worker
  }

  app.get('/services/:name', c => {
    const worker = account.workers.get(c.req.param('name'))
    if (worker === undefined) throw new Refused(404, 10090, 'This Worker does not exist on your account.')
    const script = {
      id: worker.name,
      last_deployed_from: 'wrangler',
      tag: worker.name,
      migration_tag: worker.migration,
    }
    return answer({
      id: worker.name,
      default_environment: { environment: 'production', script },
      environments: [{ environment: 'production', script }],
    })
  })
  app.get('/subdomain', () => {
    if (account.subdomain === null)
      throw new Refused(404, 10007, 'This account has no workers.dev subdomain.')
    return answer({ subdomain: account.subdomain })
  })
  app.put('/subdomain', async c => {
    const { subdomain } = await c.req.json<{ subdomain: string }>()
    if (TAKEN.test(subdomain)) throw new Refused(409, 10036, 'This subdomain is not available.')
    account.subdomain = subdomain
    return answer({ subdomain })
  })
  app.get('/workers/:name', c => {
    const { name } = find(c.req.param('name'))
    return answer({ id: name, name, subdomain: { enabled: false, previews_enabled: false } })
  })

  const scripts = new Hono<{ Variables: { name: string } }>()
  scripts.use(async (c, next) => {
    c.set('name', c.req.param('name') ?? '')
    await next()
  })
  scripts.put('/', async c => {
    const { version, metadata } = await uploaded(c.req.raw)
    const live = upload(c.get('name'), version, metadata)
    return answer({ id: c.get('name'), etag: live.id, startup_time_ms: 3, deployment_id: live.id })
  })
  scripts.post('/versions', async c => {
    const { version, metadata } = await uploaded(c.req.raw)
    const { id, number } = upload(find(c.get('name')).name, version, metadata)
    return answer({ id, number, startup_time_ms: 3, resources: { script: { etag: id } } })
  })
  scripts.get('/versions', c => answer({ items: find(c.get('name')).versions.map(asListed) }))
  scripts.get('/versions/:version', c => {
    const found = find(c.get('name')).versions.find(({ id }) => id === c.req.param('version'))
    if (found === undefined) throw missing()
    const { bindings } = found
    return answer({ ...asListed(found), resources: { bindings, script: {}, script_runtime: {} } })
  })
  scripts.get('/deployments', c =>
    answer({ deployments: find(c.get('name')).versions.map(asDeployed).toReversed() })
  )
  scripts.post('/deployments', c => answer({ id: find(c.get('name')).versions.at(-1)?.id }))
  scripts.get('/secrets', c => answer([...find(c.get('name')).secrets.keys()].map(asSecret)))
  scripts.get('/settings', c => {
    const { versions, secrets, migration, observability } = find(c.get('name'))
    return answer({
      bindings: [...(versions.at(-1)?.bindings ?? []), ...[...secrets.keys()].map(asSecret)],
      migration_tag: migration,
      observability: { enabled: observability },
    })
  })
  scripts.patch('/script-settings', async c => {
    const { observability } = await c.req.json<Metadata>()
    find(c.get('name')).observability = observability?.enabled ?? false
    return answer({})
  })
  scripts.get('/schedules', c => answer({ schedules: find(c.get('name')).crons.map(asCron) }))
  scripts.put('/schedules', async c => {
    const crons = await c.req.json<{ cron: string }[]>()
    find(c.get('name')).crons = crons.map(({ cron }) => cron)
    return answer({ schedules: crons })
  })
  scripts.get('/subdomain', c => answer({ enabled: false, previews_enabled: find(c.get('name')) === null }))
  scripts.post('/subdomain', c => answer({ enabled: false, previews_enabled: find(c.get('name')) === null }))

  /** What Cloudflare looks at before it takes a version. */
  function upload(name: string, version: Omit<Version, 'id' | 'number'>, metadata: Metadata): Version {
    if (account.subdomain === null)
      throw new Refused(400, 10063, 'You need a workers.dev subdomain in order to proceed.')
    for (const { type, service = '', id = '' } of version.bindings) {
      if (type === 'service' && !account.workers.has(service) && service !== name)
        throw new Refused(400, 10143, `Could not resolve service binding to ${service}: it does not exist.`)
      if (type === 'd1' && account.database(id) === undefined)
        throw new Refused(400, 10181, 'The D1 database that is bound does not exist.')
      if (type === 'analytics_engine' && !account.analytics)
        throw new Refused(403, 10089, 'You need to enable Analytics Engine. Head to the dashboard to enable.')
    }
    const before = account.workers.get(name)
    const kept = (before?.versions.at(-1)?.bindings ?? []).filter(
      ({ type, name: binding }) =>
        metadata.keep_bindings?.includes(type) && !version.bindings.some(one => one.name === binding)
    )
    const plain = version.bindings.filter(({ type }) => type !== 'secret_text' && type !== 'inherit')
    const live = account.deploy(name, { ...version, bindings: [...plain, ...kept] })
    const worker = find(name)
    for (const { type, name: secret, text = '' } of version.bindings)
      if (type === 'secret_text') worker.secrets.set(secret, text)
    worker.migration = metadata.migrations?.new_tag ?? worker.migration
    worker.observability = metadata.observability?.enabled ?? false
    return live
  }

  return app.route('/scripts/:name', scripts)
}

async function uploaded(
  request: Request
): Promise<{ version: Omit<Version, 'id' | 'number'>; metadata: Metadata }> {
  const form = await request.formData()
  const text = form.get('metadata')
  const metadata = JSON.parse(typeof text === 'string' ? text : await (text as Blob).text()) as Metadata
  const modules = [...form.keys()].filter(name => name !== 'metadata')
  const { 'workers/message': message = '', 'workers/tag': tag = '' } = metadata.annotations ?? {}
  return { metadata, version: { bindings: metadata.bindings ?? [], modules, message, tag } }
}

const asListed = ({ id, number, message, tag }: Version) => ({
  id,
  number,
  metadata: { created_on: '2026-01-01T00:00:00Z', author_email: 'somebody@example.com', source: 'wrangler' },
  annotations: { 'workers/message': message, 'workers/tag': tag },
})

const asDeployed = ({ id, message }: Version) => ({
  id,
  source: 'wrangler',
  strategy: 'percentage',
  author_email: 'somebody@example.com',
  created_on: '2026-01-01T00:00:00Z',
  annotations: { 'workers/message': message },
  versions: [{ version_id: id, percentage: 100 }],
})

const asCron = (cron: string) => ({ cron })

const asSecret = (name: string) => ({ name, type: 'secret_text' })

/** Names that somebody else has already, anywhere at Cloudflare. */
export const TAKEN = /^taken/
