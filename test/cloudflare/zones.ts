/** Domains and their DNS records. */

import { Hono } from 'hono'
import type { Account, DnsRecord, Zone } from './account.ts'
import { answer, pageOf, Refused } from './answers.ts'

/** Of these a name has one at most. */
const ONE_EACH = new Set(['A', 'AAAA', 'CNAME'])

export function zones(account: Account): Hono {
  const app = new Hono()
  const find = (id: string): Zone => {
    const zone = account.zones.find(one => one.id === id)
    if (zone === undefined) throw new Refused(404, 1001, 'Invalid zone identifier')
    return zone
  }

  app.get('/', c => {
    const [name, of] = [c.req.query('name'), c.req.query('account.id')]
    const found = account.zones.filter(
      zone => (name ?? zone.name) === zone.name && (of ?? account.id) === account.id
    )
    return pageOf(
      c.req.url,
      found.map(({ id, name: named, status, type }) => ({ id, name: named, status, type }))
    )
  })
  app.get('/:zone/dns_records', c => {
    const name = c.req.query('name.exact')
    const { records } = find(c.req.param('zone'))
    return pageOf(
      c.req.url,
      records.filter(record => (name ?? record.name) === record.name)
    )
  })
  app.post('/:zone/dns_records', async c => {
    const { records } = find(c.req.param('zone'))
    const asked = await c.req.json<Omit<DnsRecord, 'id'>>()
    if (records.some(({ name, type }) => name === asked.name && ONE_EACH.has(type)))
      throw new Refused(400, 81053, 'An A, AAAA, or CNAME record with that host already exists.')
    const record = { ...asked, id: crypto.randomUUID() }
    records.push(record)
    return answer(record)
  })
  app.patch('/:zone/dns_records/:record', async c => {
    const record = find(c.req.param('zone')).records.find(({ id }) => id === c.req.param('record'))
    if (record === undefined) throw new Refused(404, 81044, 'Record does not exist.')
    return answer(Object.assign(record, await c.req.json<Partial<DnsRecord>>()))
  })
  return app
}
