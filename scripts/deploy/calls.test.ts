/** What is called after a deployment, where Burrow does not answer everybody. */

import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, onTestFinished } from 'vitest'
import { callAll, type Called } from './calls.ts'

async function calls(listener: RequestListener): Promise<{ well: boolean; told: Called[] }> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const told: Called[] = []
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { well: await callAll(address, called => told.push(called)), told }
}

/** The page, and beside it what the gateway answers to each path. */
const site =
  (api: Record<string, [status: number, body: object]>): RequestListener =>
  ({ url = '' }, response) => {
    const path = Object.keys(api).find(known => url.endsWith(known))
    const [status, body] = api[path ?? ''] ?? [url === '/' ? 200 : 404, '<title>Burrow</title>']
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  }

const ASKED = /^Access lets in/

describe('a deployment is well', () => {
  it('whose page is behind Access', async ({ expect }) => {
    const location = 'https://team.cloudflareaccess.com/cdn-cgi/access/login/burrow.example'
    const { well, told } = await calls((_, response) => void response.writeHead(302, { location }).end())

    expect(well).toBe(true)
    expect(told.at(-1)?.what).toMatch(ASKED)
  })

  it('whose gateway lets in whom Access knows alone', async ({ expect }) => {
    const { well, told } = await calls(site({ '/api/status': [401, { code: 'not_signed_in' }] }))

    expect(well).toBe(true)
    expect(told.map(({ wrong }) => wrong)).toEqual([null, null, null, null])
    expect(told.at(-1)?.what).toMatch(ASKED)
  })

  it('whose visitors need a pass', async ({ expect }) => {
    const { well, told } = await calls(
      site({
        '/api/status': [200, { box: 'ready' }],
        '/api/models': [200, { models: [{ name: 'm:1b' }] }],
        '/turns': [403, { code: 'needs_pass' }],
      })
    )

    expect(well).toBe(true)
    expect(told.at(-1)).toEqual({ what: 'a question', wrong: null })
  })
})
