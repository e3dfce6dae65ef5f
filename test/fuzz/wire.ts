/** Sends a request that was drawn, byte for byte, and takes what is answered. */

import { request as ask, type IncomingMessage } from 'node:http'
import type { Drawn } from './draw.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
  /** It was not read to its end. */
  left: boolean
}

/** Milliseconds after which a stream is left: it has told enough. */
const LEAVE_MS = 5_000

/** Milliseconds for which an answer may keep its sender waiting. */
const LATE_MS = 20_000

/** What is not an answer: the connection broke before there was one, or nothing came. */
export type Nothing = 'broken' | 'late'

export function send(
  url: string,
  { method, path, headers, body, chunked }: Drawn
): Promise<Answer | Nothing> {
  const { hostname, port } = new URL(url)
  const all: Record<string, string[]> = {}
  for (const [name, value] of headers) (all[name] ??= []).push(value)
  const length = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': `${body?.length ?? 0}` }
  return new Promise(resolve => {
    const request = ask({
      hostname,
      port,
      method,
      path,
      // A connection each: what is refused before its body was read costs it.
      agent: false,
      headers: { ...all, ...(body !== null && length) },
    })
    const late = setTimeout(() => {
      resolve('late')
      request.destroy()
    }, LATE_MS)
    request.once('close', () => clearTimeout(late))
    request.once('response', response => {
      clearTimeout(late)
      void read(response).then(resolve)
    })
    request.once('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ ...headOf(response), body: '', left: true })
    })
    request.once('error', () => resolve('broken'))
    request.end(body)
  })
}

async function read(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = []
  let left = false
  const timer = setTimeout(() => {
    left = true
    response.destroy()
  }, LEAVE_MS)
  try {
    for await (const part of response) parts.push(part as Buffer)
  } catch {
    left = true
  }
  clearTimeout(timer)
  return { ...headOf(response), body: Buffer.concat(parts).toString(), left }
}

const headOf = ({ statusCode = 0, headers }: IncomingMessage) => ({
  status: statusCode,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
})
