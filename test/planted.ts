/** Faults for the doctor to find: servers that answer as they are told to. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { Finding } from '../scripts/doctor/finding.ts'
import type { Loading } from '../scripts/doctor/load.ts'
import { addressOf } from './tap.ts'

export const found = (findings: Finding[], what: string): Finding | undefined =>
  findings.find(one => one.what === what)

export const wrongs = (findings: Finding[]): string[] =>
  findings.filter(({ state }) => state === 'wrong').map(({ what }) => what)

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that answers as it is told to. */
export async function plant(answer: Answer, host = '127.0.0.1', port = 0) {
  const server = createServer(answer)
  server.listen(port, host)
  await once(server, 'listening')
  return { port: addressOf(server).port, close: () => void server.close() }
}

export const json = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

export const WELL: Record<string, unknown> = {
  '/api/version': { version: '0.31.2' },
  '/api/status': { cloud: { disabled: true, source: 'env' } },
  '/api/tags': { models: [{ name: 'qwen3:4b', capabilities: ['completion'] }] },
  '/api/ps': { models: [{ name: 'qwen3:4b', size: 10, size_vram: 10, context_length: 8_192 }] },
}

export const ollama =
  (paths: Record<string, unknown>): Answer =>
  ({ url = '' }, response) => {
    if (paths[url] === undefined) response.writeHead(404).end('404 page not found')
    else json(response, paths[url])
  }

/** Nobody has asked for a model to be loaded. */
export const LOADING: Loading = { offered: null, measure: false }
