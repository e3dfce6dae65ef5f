/**
 * A stand-in for Cloudflare's API: what wrangler and `npm run deploy` ask of it, kept in memory. Where Cloudflare
 * refuses, it refuses with the same code.
 */

import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { access } from './access.ts'
import { Account } from './account.ts'
import { answer, page, Refused, refusal } from './answers.ts'
import { d1 } from './d1.ts'
import { pages } from './pages.ts'
import { tunnels } from './tunnels.ts'
import { workers } from './workers.ts'
import { zones } from './zones.ts'

/** One call, and how it was answered. */
export interface Call {
  method: string
  path: string
  status: number
}

/** A call that is to fail: how often, and with what. */
interface Fault {
  method: string
  path: RegExp
  times: number
  /** So many of them pass before. */
  after: number
  refused: Refused
}

export interface Cloudflare {
  url: string
  token: string
  account: Account
  calls: Call[]
  /** The next calls of this kind are refused, behind as many as still pass. */
  fail(method: string, path: RegExp, refused?: Refused, times?: number, after?: number): void
  close(): Promise<void>
}

export async function startCloudflare(
  account = new Account('a'.repeat(32), 'Somebody’s account')
): Promise<Cloudflare> {
  const calls: Call[] = []
  const faults: Fault[] = []
  const token = 'a-token-of-the-tests'
  const app = new Hono()
  app.onError(error => {
    if (error instanceof Refused) return refusal(error)
    throw error
  })
  app.notFound(c => refusal(new Refused(404, 7003, `Could not route to ${c.req.method} ${c.req.path}`)))
  app.use(async (c, next) => {
    const { method, path } = c.req
    const fault = faults.find(one => one.times > 0 && one.method === method && one.path.test(path))
    const passes = fault === undefined || fault.after-- > 0
    if (passes) await next()
    else {
      fault.times -= 1
      c.res = refusal(fault.refused)
    }
    calls.push({ method, path: path.replace(account.id, ':account'), status: c.res.status })
  })
  const { projects, assets } = pages(account)
  // What uploads a site has a token of its own.
  app.route('/pages/assets', assets)
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${token}`)
      throw new Refused(401, 10000, 'Authentication error')
    await next()
  })
  app.get('/accounts', () => page([{ id: account.id, name: account.name }]))
  app.get('/memberships', () => page([{ account: { id: account.id, name: account.name } }]))
  app.get('/user', () => answer({ email: 'somebody@example.com' }))
  app.route(`/accounts/${account.id}/workers`, workers(account))
  app.route(`/accounts/${account.id}/d1/database`, d1(account))
  app.route(`/accounts/${account.id}/pages/projects`, projects)
  app.route(`/accounts/${account.id}/cfd_tunnel`, tunnels(account))
  app.route(`/accounts/${account.id}/access`, access(account))
  app.route('/zones', zones(account))

  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    account,
    calls,
    fail: (method, path, refused = new Refused(500, 10001, 'Internal error'), times = 1, after = 0) =>
      void faults.push({ method, path, refused, times, after }),
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}
