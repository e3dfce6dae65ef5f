/** One HTTP exchange with the time of every piece that came. Reading them is left for later, so that it costs no time. */

import { type Agent, request } from 'node:http'
import type { Sending } from '../test/client/caller.ts'

/** No exchange of the bench takes longer than this on a machine that keeps up. */
const PATIENCE_MS = 90_000

export interface Exchange {
  status: number
  /** The `Set-Cookie` lines. */
  cookies: string[]
  /** When the request was sent, in milliseconds of `performance.now()`. */
  askedAt: number
  pieces: { at: number; bytes: Buffer }[]
}

export function exchange(url: string, agent: Agent, { method, headers, body }: Sending): Promise<Exchange> {
  const length = body === null ? {} : { 'content-length': `${Buffer.byteLength(body)}` }
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const asked = request(url, { method, agent, signal, headers: { ...headers, ...length } })
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
    asked.end(body ?? undefined)
  })
}

export const textOf = ({ pieces }: Exchange): string =>
  Buffer.concat(pieces.map(piece => piece.bytes)).toString()
