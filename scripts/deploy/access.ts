/**
 * What of Cloudflare Access stands before the tunnel: an application for the host name, a policy that lets one service
 * token through and nobody else, and that token, whose secret is shown once and goes straight to the gateway.
 */

import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { type AccessFound, accessPath, Application, findAccess } from './access-survey.ts'
import type { Guard } from './rules.ts'
import type { Step } from './step.ts'
import type { Way } from './upload.ts'
import type { Place } from './zone.ts'

const Minted = v.object({ id: v.string(), client_id: v.string(), client_secret: v.string() })
const Made = v.object({ id: v.string() })

/** Two years: whoever deploys once and is happy should not be cut off soon. */
const DURATION = '17520h'

/** A token that is refreshed lasts a year more; one with less than this left, in milliseconds, is. */
const REFRESH_MS = 60 * 86_400_000

/** A secret that is replaced works this long beside the new one, in milliseconds: an upload may fail, and be mended tomorrow. */
const OVERLAP_MS = 86_400_000

export interface Access {
  steps: Step[]
  /** Known once the steps were taken; its audience is empty before the application is there. */
  guard(): Guard
  way: Way
}

/** Looks what there is, and throws as {@link findAccess} does. */
export async function planAccess(place: Place): Promise<Access> {
  const { api, names, host } = place
  const of = accessPath(place)
  const found = await findAccess(place)
  const { team, policy } = found
  let { id: token, client_id: client } = found.token ?? { id: '', client_id: '' }
  let { id: application, aud: audience } = found.application ?? { id: '', aud: '' }
  /** Only of a token that this run made. */
  let secret: string | undefined
  const include = () => [{ service_token: { token_id: token } }]
  const isRight = policy?.decision === 'non_identity' && isDeepStrictEqual(policy.include, include())

  const steps: Step[] = [
    {
      name: 'token',
      part: 'gateway',
      stands: found.token && standing(found.token),
      would: `${found.token === null ? 'create' : 'refresh'} the Access service token ${names.box}`,
      act: async () => {
        if (found.token !== null) {
          await api.send('POST', of(`/service_tokens/${token}/refresh`), {}, v.unknown())
          return `${names.box} refreshed for a year`
        }
        const body = { name: names.box, duration: DURATION }
        const made = await api.send('POST', of('/service_tokens'), body, Minted)
        ;({ id: token, client_id: client, client_secret: secret } = made)
        return `${names.box} created`
      },
    },
    {
      name: 'access',
      part: 'gateway',
      stands: found.application && `${host} is protected`,
      would: `create the Access application ${names.box} for ${host}`,
      act: async () => {
        const body = {
          type: 'self_hosted',
          name: names.box,
          domain: host,
          app_launcher_visible: false,
          // A program is refused, not sent to a login page.
          service_auth_401_redirect: true,
        }
        ;({ id: application, aud: audience } = await api.send('POST', of('/apps'), body, Application))
        return `${host} is protected`
      },
    },
    {
      name: 'policy',
      part: 'gateway',
      stands: isRight ? 'lets that token through alone' : null,
      would: 'let that token through, and nobody else',
      act: async () => {
        const body = { name: names.box, decision: 'non_identity', include: include() }
        const all = of(`/apps/${application}/policies`)
        if (policy === undefined) await api.send('POST', all, body, Made)
        else await api.send('PUT', `${all}/${policy.id}`, body, Made)
        return 'lets that token through alone'
      },
    },
  ]
  return {
    steps,
    guard: () => ({ team, audience }),
    way: {
      mark: () => ({ host, client }),
      settings: async () => {
        const body = { previous_client_secret_expires_at: new Date(Date.now() + OVERLAP_MS).toISOString() }
        const rotate = of(`/service_tokens/${token}/rotate`)
        secret ??= (await api.send('POST', rotate, body, Minted)).client_secret
        return { OLLAMA_URL: `https://${host}`, ACCESS_CLIENT_ID: client, ACCESS_CLIENT_SECRET: secret }
      },
    },
  }
}

/** Null where it has to be refreshed. */
function standing({ name, expires_at: end }: NonNullable<AccessFound['token']>): string | null {
  if (end === null) return `${name} is there`
  return Date.parse(end) - Date.now() < REFRESH_MS ? null : `${name}, until ${end.slice(0, 10)}`
}
