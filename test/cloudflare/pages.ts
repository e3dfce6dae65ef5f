/** Pages: projects, the files of a site, deployments. */

import { Hono } from 'hono'
import type { Account, Deployment, Project } from './account.ts'
import { answer, page, Refused } from './answers.ts'
import { TAKEN } from './workers.ts'

/** Only this much of a token's middle is read by whoever holds it. */
const token = () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256' })}.${part({ exp: Math.floor(Date.now() / 1_000) + 3_600, max_file_count_allowed: 20_000 })}.x`
}

export function pages(account: Account): { projects: Hono; assets: Hono } {
  const projects = new Hono()
  const find = (name: string): Project => {
    const project = account.projects.get(name)
    if (project === undefined)
      throw new Refused(
        404,
        8000007,
        'Project not found. The specified project name does not match any of your existing projects.'
      )
    return project
  }

  projects.get('/', () => page([...account.projects.values()].map(asListed)))
  projects.post('/', async c => {
    const { name, production_branch } = await c.req.json<{ name: string; production_branch: string }>()
    if (account.projects.has(name))
      throw new Refused(409, 8000002, 'A project with this name already exists.')
    const subdomain = TAKEN.test(name) ? `${name}-4f2.pages.dev` : `${name}.pages.dev`
    const project = { name, subdomain, branch: production_branch, deployments: [] }
    account.projects.set(name, project)
    return answer(asListed(project))
  })
  projects.get('/:name', c => answer(asListed(find(c.req.param('name')))))
  projects.get('/:name/upload-token', c => answer({ jwt: find(c.req.param('name')) && token() }))
  projects.get('/:name/deployments', c =>
    page(find(c.req.param('name')).deployments.map(one => asDeployed(find(c.req.param('name')), one)))
  )
  projects.get('/:name/deployments/:id', c => {
    const project = find(c.req.param('name'))
    const found = project.deployments.find(({ id }) => id === c.req.param('id'))
    if (found === undefined) throw new Refused(404, 8000009, 'Deployment not found.')
    return answer(asDeployed(project, found))
  })
  projects.post('/:name/deployments', async c => {
    const project = find(c.req.param('name'))
    const form = await c.req.raw.formData()
    const text = async (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value : value === null ? '' : await (value as Blob).text()
    }
    const deployment: Deployment = {
      id: crypto.randomUUID(),
      branch: await text('branch'),
      commit: await text('commit_hash'),
      message: await text('commit_message'),
      files: JSON.parse(await text('manifest')),
      hasWorker: form.has('_worker.js') || form.has('_worker.bundle'),
      bindings: {},
    }
    project.deployments.unshift(deployment)
    return answer(asDeployed(project, deployment))
  })

  /** What has been uploaded, by the hash of its content. */
  const known = new Set<string>()
  const assets = new Hono()
  assets.post('/check-missing', async c => {
    const { hashes } = await c.req.json<{ hashes: string[] }>()
    return answer(hashes.filter(hash => !known.has(hash)))
  })
  assets.post('/upload', async c => {
    for (const { key } of await c.req.json<{ key: string }[]>()) known.add(key)
    return answer(null)
  })
  assets.post('/upsert-hashes', () => answer(null))
  return { projects, assets }
}

const asListed = (project: Project) => ({
  ...asNamed(project),
  canonical_deployment: live(project),
})

/** Previews are not what the project's address shows. */
function live(project: Project) {
  const deployment = project.deployments.find(({ branch }) => branch === project.branch)
  return deployment === undefined ? null : asDeployed(project, deployment)
}

const asNamed = ({ name, subdomain, branch }: Project) => ({
  id: name,
  name,
  subdomain,
  domains: [subdomain],
  production_branch: branch,
  deployment_configs: { production: {}, preview: {} },
  latest_deployment: null,
})

const asDeployed = (
  { name, subdomain, branch }: Project,
  { id, branch: of, commit, message }: Deployment
) => ({
  id,
  short_id: id.slice(0, 8),
  project_name: name,
  environment: of === branch ? 'production' : 'preview',
  url: `https://${id.slice(0, 8)}.${subdomain}`,
  aliases: of === branch ? [] : [`https://${of}.${subdomain}`],
  created_on: '2026-01-01T00:00:00Z',
  deployment_trigger: {
    type: 'ad_hoc',
    metadata: { branch: of, commit_hash: commit, commit_message: message },
  },
  latest_stage: { name: 'deploy', status: 'success', started_on: '', ended_on: '' },
  stages: [],
})
