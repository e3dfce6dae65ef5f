/** One HTTP exchange with the time of every piece that came. Reading them is left for later, so that it costs no time. */

import { type Agent, request } from 'node:http'

/** No exchange of the bench takes longer than this on a machine that keeps up. */
const PATIENCE_MS = 90_000

export interface Asking {
  method: 'GET' | 'POST'
  agent: Agent
  headers?: Record<string, string>
  body?: unknown
}

export interface Exchange {
  status: number
  /** The `Set-Cookie` lines. */
  cookies: string[]
  /** When the request was sent, in milliseconds of `performance.now()`. */
  askedAt: number
  pieces: { at: number; bytes: Buffer }[]
}

export function exchange(url: string, { method, agent, headers = {}, body }: Asking): Promise<Exchange> {
  const sent = body === undefined ? '' : JSON.stringify(body)
  const length = { 'Content-Type': 'application/json', 'Content-Length': `${Buffer.byteLength(sent)}` }
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const asked = request(url, { method, agent, signal, headers: sent ? { ...headers, ...length } : headers })
    asked.setNoDelay(true)
    asked.once('error', reject)
    asked.once('response', response => {
      const pieces: Exchange['pieces'] = []
      response.on('data', (bytes: Buffer) => pieces.push({ at: performance.now(), bytes }))
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          cookies: response.headers['set-cookie'] ?? [],
          askedAt,
          pieces,
        })
      )
    })
    const askedAt = performance.now()
    asked.end(sent)
  })
}

export const textOf = ({ pieces }: Exchange): string =>
  Buffer.concat(pieces.map(piece => piece.bytes)).toString()
