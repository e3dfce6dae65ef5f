/**
 * `--tunnel HOST`: what a box at home needs at Cloudflare to be reached by the gateway alone. The tunnel is configured
 * there and not by a file on the box, so that the box needs a token and nothing else, and a change of the rules reaches it
 * without anybody going there. Access stands before the name is known to anybody.
 */

import * as v from 'valibot'
import { planAccess } from './access.ts'
import { KeptRule, rulesFor, sameRules } from './rules.ts'
import type { Step } from './step.ts'
import { tokenFile } from './token-file.ts'
import { Trouble } from './trouble.ts'
import type { Way } from './upload.ts'
import { findRecord, findZone, type Place } from './zone.ts'

export interface Tunnel {
  steps: Step[]
  way: Way
  /** What is left to do on the box; null where its tunnel is connected. */
  left: string | null
}

const Standing = v.object({
  id: v.string(),
  name: v.string(),
  status: v.optional(v.string(), ''),
  config_src: v.optional(v.string()),
})
const Configuration = v.object({ config: v.nullish(v.object({ ingress: v.nullish(v.array(KeptRule)) })) })
const Made = v.object({ id: v.string() })

/** Looks what there is, and changes nothing. Throws `Trouble` where the host name cannot be had. */
export async function planTunnel(place: Place, stage: string): Promise<Tunnel> {
  const { api, account, names, host } = place
  const zone = await findZone(place)
  const [access, found] = await Promise.all([planAccess(place), findTunnel(place)])
  const target = (tunnel: string) => `${tunnel}.cfargotunnel.com`
  const record = await findRecord(place, zone, found && target(found.id))
  const records = `/zones/${zone.id}/dns_records`
  const file = tokenFile(stage)
  let id = found?.id ?? ''

  const steps: Step[] = [
    ...access.steps,
    {
      name: 'tunnel',
      part: 'gateway',
      stands: found && `${names.box} is there, ${found.status}`,
      would: `create the tunnel ${names.box}`,
      act: async () => {
        const body = { name: names.box, config_src: 'cloudflare' }
        id = (await api.send('POST', tunnels(account), body, Made)).id
        return `${names.box} created`
      },
    },
    {
      name: 'rules',
      part: 'gateway',
      stands:
        found && sameRules(found.rules, rulesFor(host, access.guard()))
          ? 'are those of box/config.yml'
          : null,
      would: 'give the tunnel the rules of box/config.yml',
      act: async () => {
        const config = { ingress: rulesFor(host, access.guard()) }
        await api.send('PUT', `${tunnels(account)}/${id}/configurations`, { config }, v.unknown())
        return 'are those of box/config.yml'
      },
    },
    {
      name: 'dns',
      part: 'gateway',
      stands: record?.proxied ? `${host} leads to the tunnel` : null,
      would: `let ${host} lead to the tunnel`,
      act: async () => {
        const body = { type: 'CNAME', name: host, content: target(id), proxied: true }
        if (record === null) await api.send('POST', records, body, Made)
        else await api.send('PATCH', `${records}/${record.id}`, { proxied: true }, Made)
        return `${host} leads to the tunnel`
      },
    },
    {
      name: 'box',
      part: 'gateway',
      stands: found && file.holds(found.token) ? `${file.path} has the tunnel’s token` : null,
      would: `write the tunnel’s token to ${file.path}`,
      act: async () => {
        file.write(found?.token ?? (await tokenOf(place, id)))
        return `${file.path} has the tunnel’s token`
      },
    },
  ]
  const isConnected = found !== null && /^(healthy|degraded)$/.test(found.status)
  return { steps, way: access.way, left: isConnected ? null : leftOnTheBox(file.path, stage) }
}

const tunnels = ({ id }: Place['account']) => `/accounts/${id}/cfd_tunnel`

interface Found {
  id: string
  status: string
  rules: KeptRule[]
  token: string
}

async function findTunnel(place: Place): Promise<Found | null> {
  const { api, account, names, host } = place
  const all = tunnels(account)
  const named = await api.list(`${all}?name=${names.box}&is_deleted=false`, Standing)
  const tunnel = named.find(({ name }) => name === names.box)
  if (tunnel === undefined) return null
  const { id, status } = tunnel
  if (tunnel.config_src === 'local')
    throw new Trouble(
      `The tunnel ${names.box} has its rules in a file on the box.`,
      `Delete it on the box (cloudflared tunnel delete ${names.box}), or leave --tunnel out and give OLLAMA_URL and the key yourself.`
    )
  const [kept, token] = await Promise.all([
    api.get(`${all}/${id}/configurations`, Configuration),
    tokenOf(place, id),
  ])
  const rules = kept?.config?.ingress ?? []
  const other = rules.find(({ hostname }) => hostname !== '' && hostname !== host)
  if (other !== undefined)
    throw new Trouble(
      `The tunnel ${names.box} serves ${other.hostname} already.`,
      `Name that one behind --tunnel; or take its route out of the tunnel (in the dashboard Networking, Tunnels).`
    )
  return { id, status, rules, token }
}

async function tokenOf({ api, account }: Place, id: string): Promise<string> {
  const token = await api.get(`${tunnels(account)}/${id}/token`, v.string())
  if (token !== null) return token
  throw new Trouble('The tunnel has gone in the meantime.', 'Look who else works in this account.')
}

const leftOnTheBox = (path: string, stage: string): string => `
  The tunnel waits for the box. Copy the folder box/ to it, with ${path}, which is a secret, and run there

    docker compose ${stage === '' ? '' : `--env-file .env.${stage} `}up -d

  Without Docker: box/README.md.
`
