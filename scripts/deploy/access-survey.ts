/** What earlier runs made of Access, and whether others decide who reaches the box. Nothing is changed by looking. */

import * as v from 'valibot'
import { Trouble } from './trouble.ts'
import type { Place } from './zone.ts'

const Organization = v.object({ auth_domain: v.string() })
const ServiceToken = v.object({
  id: v.string(),
  name: v.string(),
  client_id: v.string(),
  expires_at: v.nullish(v.string(), null),
})
/** Destinations are all that it guards, its domain the first of them. */
export const Application = v.object({
  id: v.string(),
  aud: v.optional(v.string(), ''),
  name: v.optional(v.string(), ''),
  domain: v.optional(v.string(), ''),
  destinations: v.nullish(v.array(v.object({ uri: v.optional(v.string(), '') })), []),
})
type Application = v.InferOutput<typeof Application>
const Policy = v.object({
  id: v.string(),
  name: v.optional(v.string(), ''),
  decision: v.string(),
  include: v.optional(v.array(v.unknown()), []),
})

/** A path of the account's Access. */
export const accessPath =
  ({ account }: Place) =>
  (path: string): string =>
    `/accounts/${account.id}/access${path}`

export interface AccessFound {
  team: string
  token: v.InferOutput<typeof ServiceToken> | null
  application: Application | null
  policy: v.InferOutput<typeof Policy> | undefined
}

/** Throws `Trouble` where Access is off, or where others let somebody through. */
export async function findAccess(place: Place): Promise<AccessFound> {
  const { api, account, names } = place
  const of = accessPath(place)
  const [organization, tokens, applications] = await Promise.all([
    api.get(of('/organizations'), Organization),
    api.list(of('/service_tokens'), ServiceToken),
    api.list(of('/apps'), Application),
  ])
  if (organization === null)
    throw new Trouble(
      `The account ${account.name} has no Zero Trust yet, and nothing else keeps strangers from the box.`,
      'In the dashboard open Zero Trust once, choose a team name and the Free plan.'
    )
  const [team = ''] = organization.auth_domain.split('.')
  const token = tokens.find(({ name }) => name === names.box) ?? null
  const application = ours(applications, place)
  const policies = application === null ? [] : await api.list(of(`/apps/${application.id}/policies`), Policy)
  const other = policies.find(({ name }) => name !== names.box)
  if (other !== undefined)
    throw new Trouble(
      `The Access application ${names.box} has a policy “${other.name}”, which lets others through.`,
      'Take that policy out of the application (in the dashboard Zero Trust, Access controls, Applications).'
    )
  return { team, token, application, policy: policies[0] }
}

/** That of the host name, made by an earlier run; one of a path below it would decide over that path in its place. */
function ours(applications: Application[], { names, host }: Place): Application | null {
  const guards = ({ domain, destinations }: Application) =>
    [domain, ...destinations.map(({ uri }) => uri)].some(at => at === host || at.startsWith(`${host}/`))
  const guarding = applications.filter(guards)
  const other = guarding.find(({ name, domain }) => name !== names.box || domain !== host)
  if (other !== undefined)
    throw new Trouble(
      `The Access application “${other.name}” guards ${host} already, or a path of it, and was not made by this.`,
      'Delete it (in the dashboard Zero Trust, Access controls, Applications), or leave --tunnel out and give OLLAMA_URL and the key yourself.'
    )
  return guarding[0] ?? null
}
