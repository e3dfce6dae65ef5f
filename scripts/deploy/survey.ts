/** What stands at Cloudflare before anything is done. Nothing is changed by looking. */

import { readdirSync } from 'node:fs'
import * as v from 'valibot'
import { at } from '../paths.ts'
import type { Api } from './cloudflare.ts'
import { type Label, labelOf } from './labels.ts'
import type { Names } from './names.ts'
import type { Standing } from './settings.ts'

/** A Worker or a site that is live. */
export interface Live {
  /** By which it can be gone back to. */
  version: string
  /** Of what was deployed: the same again need not be. */
  tag: string | null
  /** Which Burrow it is, as it was called when it was uploaded. */
  label: Label
}

export interface Survey {
  subdomain: string | null
  database: string | null
  /** Migrations that the database has not run, oldest first. */
  pending: string[]
  gateway: Live | null
  history: Live | null
  settings: Standing
  /** The gateway looks around by its clock. */
  rings: boolean
  /** Figures go to Analytics Engine. */
  metrics: boolean
  project: { address: string; live: Live | null } | null
}

const Subdomain = v.object({ subdomain: v.nullable(v.string()) })
const Databases = v.array(v.object({ uuid: v.string(), name: v.string() }))
const Rows = v.array(v.object({ results: v.array(v.object({ name: v.string() })) }))
const Deployments = v.object({
  deployments: v.array(v.object({ versions: v.array(v.object({ version_id: v.string() })) })),
})
const Version = v.object({ annotations: v.optional(v.record(v.string(), v.unknown())) })
const Bindings = v.object({
  bindings: v.array(v.object({ type: v.string(), name: v.string(), text: v.optional(v.string()) })),
})
const Schedules = v.object({ schedules: v.array(v.object({ cron: v.string() })) })
const Project = v.object({
  subdomain: v.string(),
  canonical_deployment: v.nullish(
    v.object({
      id: v.string(),
      deployment_trigger: v.optional(
        v.object({ metadata: v.optional(v.object({ commit_message: v.optional(v.string()) })) })
      ),
    })
  ),
})

export async function survey(api: Api, account: string, names: Names): Promise<Survey> {
  const of = (path: string) => `/accounts/${account}${path}`
  const [subdomain, database, gateway, history, settings, clock, memory, project] = await Promise.all([
    api.get(of('/workers/subdomain'), Subdomain),
    findDatabase(api, account, names.database),
    liveWorker(api, of(`/workers/scripts/${names.gateway}`)),
    liveWorker(api, of(`/workers/scripts/${names.history}`)),
    api.get(of(`/workers/scripts/${names.gateway}/settings`), Bindings),
    api.get(of(`/workers/scripts/${names.gateway}/schedules`), Schedules),
    api.get(of(`/workers/scripts/${names.history}/settings`), Bindings),
    api.get(of(`/pages/projects/${names.pages}`), Project),
  ])
  const bindings = settings?.bindings ?? []
  const named = (type: string) => bindings.filter(one => one.type === type)
  return {
    subdomain: subdomain?.subdomain ?? null,
    database,
    pending: await pending(api, database === null ? null : of(`/d1/database/${database}/query`)),
    gateway,
    history,
    settings: {
      secrets: new Set(named('secret_text').map(({ name }) => name)),
      vars: Object.fromEntries(named('plain_text').map(({ name, text = '' }) => [name, text])),
    },
    rings: clock !== null && clock.schedules.length > 0,
    metrics: memory?.bindings.some(({ type }) => type === 'analytics_engine') ?? false,
    project: project && { address: `https://${project.subdomain}`, live: liveSite(project) },
  }
}

/** The id of a database; null where there is none of that name. */
export async function findDatabase(api: Api, account: string, name: string): Promise<string | null> {
  const found = await api.get(`/accounts/${account}/d1/database?name=${name}`, Databases)
  return found?.find(one => one.name === name)?.uuid ?? null
}

async function liveWorker(api: Api, path: string): Promise<Live | null> {
  const found = await api.get(`${path}/deployments`, Deployments)
  const version = found?.deployments[0]?.versions[0]?.version_id
  if (version === undefined) return null
  const about = await api.get(`${path}/versions/${version}`, Version)
  const said = (name: string) => {
    const value = about?.annotations?.[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return { version, tag: said('workers/tag'), label: labelOf(said('workers/message')) }
}

function liveSite({ canonical_deployment: live }: v.InferOutput<typeof Project>): Live | null {
  if (live == null) return null
  const message = live.deployment_trigger?.metadata?.commit_message ?? ''
  return { version: live.id, tag: /\S+$/.exec(message)?.[0] ?? null, label: labelOf(message) }
}

/** As wrangler counts: the table that it keeps them in, against the folder. */
async function pending(api: Api, query: string | null): Promise<string[]> {
  const all = readdirSync(at('migrations'))
    .filter(name => name.endsWith('.sql'))
    .sort()
  if (query === null) return all
  const ask = async (sql: string) => (await api.send('POST', query, { sql }, Rows))[0]?.results ?? []
  const tables = await ask(`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'd1_migrations'`)
  const run = tables.length === 0 ? [] : await ask('SELECT name FROM d1_migrations')
  const done = new Set(run.map(({ name }) => name))
  return all.filter(name => !done.has(name))
}
