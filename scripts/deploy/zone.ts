/** The host name of the box: the domain of the account that it belongs to, and what its DNS says. */

import * as v from 'valibot'
import type { Api } from './cloudflare.ts'
import type { Names } from './names.ts'
import { TOKENS, Trouble } from './trouble.ts'

/** Where the box is to be reached, and whose it is. */
export interface Place {
  api: Api
  account: { id: string; name: string }
  names: Names
  host: string
}

/** Up to six labels, as they are written in DNS. */
export const Host = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'A tunnel has a host name, such as ollama.example.com: no https://, no port, no path.'
  )
)

const Zone = v.object({ id: v.string(), name: v.string(), status: v.string(), type: v.string() })
export type Zone = v.InferOutput<typeof Zone>

/** The domain that a host name belongs to. Throws `Trouble` where no request to that name would reach a tunnel. */
export async function findZone({ api, account, host }: Place): Promise<Zone> {
  const labels = host.split('.')
  const names = labels.slice(0, -1).map((_, n) => labels.slice(n).join('.'))
  const found = await Promise.all(
    names.map(name => api.list(`/zones?name=${name}&account.id=${account.id}`, Zone))
  )
  const zone = found.flat().find(({ name }) => names.includes(name))
  if (zone === undefined)
    throw new Trouble(
      `The account ${account.name} has no domain that ${host} belongs to, or the token may not see it.`,
      `Add the domain to the account, or give the token Zone: Read for it, at ${TOKENS}.`
    )
  if (zone.status !== 'active')
    throw new Trouble(
      `${zone.name} is not active at Cloudflare: it is ${zone.status}.`,
      `Give ${zone.name}, where you registered it, the name servers that the dashboard shows, and wait until it is active.`
    )
  if (zone.type !== 'full')
    throw new Trouble(
      `The DNS of ${zone.name} is kept elsewhere: its kind is ${zone.type}.`,
      'Take a domain whose DNS is at Cloudflare, or make the tunnel as box/README.md says.'
    )
  const below = host.slice(0, -zone.name.length - 1)
  if (below.includes('.'))
    throw new Trouble(
      `No certificate covers ${host}: Universal SSL knows ${zone.name} and one name before it.`,
      `Choose a name such as ${below.replaceAll('.', '-')}.${zone.name}.`
    )
  return zone
}

const DnsRecord = v.object({
  id: v.string(),
  type: v.string(),
  content: v.optional(v.string(), ''),
  proxied: v.optional(v.boolean(), false),
})
export type DnsRecord = v.InferOutput<typeof DnsRecord>

/** What cannot stand beside a CNAME at the same name. */
const EXCLUSIVE = new Set(['A', 'AAAA', 'CNAME', 'NS'])

/** The record that sends a host name to `target`; null where there is none. Throws `Trouble` where another takes the name. */
export async function findRecord(
  { api, host }: Place,
  zone: Zone,
  target: string | null
): Promise<DnsRecord | null> {
  const records = await api.list(`/zones/${zone.id}/dns_records?name.exact=${host}`, DnsRecord)
  const standing = records.filter(({ type }) => EXCLUSIVE.has(type))
  const other = standing.find(({ type, content }) => type !== 'CNAME' || content !== target)
  if (other !== undefined)
    throw new Trouble(
      `${host} is taken: its ${other.type} record says ${other.content}.`,
      `Choose another name; or, if nothing needs that one, delete the record (in the dashboard ${zone.name}, DNS, Records).`
    )
  return standing[0] ?? null
}
