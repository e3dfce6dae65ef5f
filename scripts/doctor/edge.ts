/** What stands at Cloudflare, by its API and as a visitor sees it. */

import * as v from 'valibot'
import type { Status } from '../../workers/protocol/nouns.ts'
import type { Found } from '../deploy/account.ts'
import type { Label } from '../deploy/labels.ts'
import type { Names } from '../deploy/names.ts'
import { SETTINGS } from '../deploy/settings.ts'
import { type Survey, survey } from '../deploy/survey.ts'
import { type Deployable, versionOf } from '../version.ts'
import { ask } from './ask.ts'
import { type Finding, unseen, well, wrong } from './finding.ts'
import { tellingAt } from './telling.ts'

const AGAIN = 'Run npm run deploy.'

/** A database of the free plan; a larger one is of the paid plan. In bytes. */
const FREE_BYTES = 500e6
const PAID_BYTES = 10e9
const FULL = 0.8

const Database = v.object({ file_size: v.optional(v.number(), 0) })
const Settings = v.object({
  bindings: v.array(v.looseObject({ type: v.string(), name: v.string() })),
  observability: v.nullish(v.object({ enabled: v.optional(v.boolean(), false) })),
})
type Settings = v.InferOutput<typeof Settings>

export async function doctorEdge(
  { api, account }: Pick<Found, 'api' | 'account'>,
  names: Names
): Promise<Finding[]> {
  const of = (path: string) => `/accounts/${account.id}${path}`
  const settings = (name: string) => api.get(of(`/workers/scripts/${name}/settings`), Settings)
  const [found, gateway, history] = await Promise.all([
    survey(api, account.id, names),
    settings(names.gateway),
    settings(names.history),
  ])
  const database =
    found.database === null ? null : await api.get(of(`/d1/database/${found.database}`), Database)
  return [
    partsOf(found, names),
    secretsOf(found),
    addressOf(gateway),
    bindingsOf(gateway, history, found, names),
    found.pending.length === 0
      ? well('migrations', 'all have run')
      : wrong('migrations', `${found.pending.join(', ')} have not run`, AGAIN),
    logsOf(gateway, history, names),
    tellingAt(found, gateway),
    sizeOf(database?.file_size),
    ...(await visitorOf(found)),
  ]
}

/**
 * Three deployables of one version. Each is called by its own sources, so that what is here says whether they belong
 * together; where they are of another checkout, the commit of theirs does.
 */
function partsOf({ gateway, history, project }: Survey, names: Names): Finding {
  const what = 'parts'
  const page = project?.live ?? null
  if (gateway === null || history === null || page === null) {
    const missing = [
      gateway === null ? names.gateway : [],
      history === null ? names.history : [],
      page === null ? names.pages : [],
    ].flat()
    return wrong(what, `${missing.join(', ')} not deployed`, AGAIN)
  }
  const live = { gateway: gateway.label, history: history.label, page: page.label }
  const parts = Object.entries(live) as [Deployable, Label][]
  const said = parts.map(([part, { version }]) => `${part} ${version ?? 'unknown'}`).join(', ')
  if (parts.every(([part, { version }]) => version === versionOf(part))) return well(what, `as here: ${said}`)
  const [first, ...others] = new Set(parts.map(([, { commit }]) => commit))
  return first != null && others.length === 0 && !first.endsWith('-dirty')
    ? well(what, `all of commit ${first}, which is not what is here: ${said}`)
    : wrong(what, `not all as here, nor of one commit: ${said}`, AGAIN)
}

function secretsOf({ settings }: Survey): Finding {
  const has = (name: string) => settings.secrets.has(name)
  const places = ['OLLAMA_URL', 'OLLAMA_HOSTS']
  const missing = [
    ...(places.some(has) ? [] : [places.join(' or ')]),
    ...SETTINGS.flatMap(({ name, secret, optional }) => (secret && !optional && !has(name) ? [name] : [])),
  ]
  // Which of them says something nobody can see: a deployment empties the one that it replaces.
  const both = places.every(has) ? '; OLLAMA_HOSTS is used, and OLLAMA_URL only where that is empty' : ''
  return missing.length === 0
    ? well('secrets', [...settings.secrets].join(', ') + both)
    : wrong('secrets', `${missing.join(', ')} missing`, AGAIN)
}

/** A secret cannot be read; one that was written as a variable can. */
function addressOf(gateway: Settings | null): Finding {
  const [plain] = (gateway?.bindings ?? []).filter(
    ({ type, name }) => type === 'plain_text' && /^OLLAMA_(URL|HOSTS)$/.test(name)
  )
  if (plain === undefined) return unseen('address', 'where Ollama is, is a secret')
  return /\/\/([^/,"]*@)?(127\.|localhost|\[::1\])/.test(String(plain['text']))
    ? wrong('address', `${plain.name} has a loopback address, which at the edge is nobody`, AGAIN)
    : well('address', `${plain.name} has no loopback address`)
}

function bindingsOf(
  gateway: Settings | null,
  history: Settings | null,
  { database }: Survey,
  names: Names
): Finding {
  const of = (settings: Settings | null, name: string) => settings?.bindings.find(one => one.name === name)
  const missing = [
    of(gateway, 'HISTORY')?.['service'] === names.history ? '' : 'gateway to history',
    of(history, 'GATEWAY')?.['service'] === names.gateway ? '' : 'history to gateway',
    [of(history, 'DB')?.['id'], of(history, 'DB')?.['database_id']].includes(database)
      ? ''
      : 'history to its database',
    of(gateway, 'BOX') === undefined ? 'gateway to its object' : '',
    of(history, 'SESSIONS') === undefined || of(history, 'FEEDS') === undefined
      ? 'history to its objects'
      : '',
  ].filter(name => name !== '')
  return missing.length === 0
    ? well('bindings', 'as they should be')
    : wrong('bindings', `${missing.join(', ')} wrong or missing`, AGAIN)
}

function logsOf(gateway: Settings | null, history: Settings | null, names: Names): Finding {
  const off = [
    gateway?.observability?.enabled ? '' : names.gateway,
    history?.observability?.enabled ? '' : names.history,
  ].filter(name => name !== '')
  return off.length === 0 ? well('logs', 'on') : wrong('logs', `off for ${off.join(', ')}`, AGAIN)
}

function sizeOf(bytes: number | undefined): Finding {
  if (bytes === undefined) return unseen('size of D1', 'there is no database')
  const most = bytes > FREE_BYTES ? PAID_BYTES : FREE_BYTES
  const said = `${(bytes / 1e6).toFixed(0)} of ${most / 1e6} MB`
  return bytes > FULL * most
    ? wrong('size of D1', said, 'Delete old chats, or take the paid plan.')
    : well('size of D1', said)
}

/** As a visitor sees it. */
async function visitorOf({ project, gateway }: Survey): Promise<Finding[]> {
  if (project === null) return []
  const { address, live } = project
  const [page, asset, status] = await Promise.all([
    ask(address),
    ask(`${address}/assets/missing.js`),
    ask(`${address}/api/status`),
  ])
  const { box, version } = (status.json ?? {}) as Partial<Status>
  if (status.status === 401 || status.status === 302)
    return [well('gateway', 'is behind Access, and answers nobody whom that has not let in')]
  return [
    asset.status === 404
      ? well('missing asset', '404')
      : wrong('missing asset', `answers ${asset.status || asset.cause}`, AGAIN),
    status.status !== 200 || box === undefined
      ? wrong('gateway', `/api/status answers ${status.status || status.cause}`, AGAIN)
      : box === 'misconfigured'
        ? wrong(
            'gateway',
            'a setting is wrong',
            'Its log names which: npm run wrangler -- tail burrow-gateway -c workers/gateway/wrangler.toml'
          )
        : well('gateway', `says that the box is ${box}`),
    servedOf('page', /<meta name="version" content="([^"]*)"/.exec(page.text)?.[1], live?.label),
    servedOf('gateway', version, gateway?.label),
  ]
}

/** What answers says itself which it is. */
function servedOf(part: string, version: string | undefined, label: Label | undefined): Finding {
  const what = `${part} served`
  if (version === undefined) return unseen(what, 'does not say which it is')
  return version === label?.version
    ? well(what, version)
    : wrong(
        what,
        `${version} answers, and ${label?.version ?? 'nothing'} is deployed`,
        'A deployment takes a minute to be everywhere; after that, look whether a rule of your domain keeps the page.'
      )
}
