/** The small ends of HTTP: reading a body, and answering with JSON or text as Ollama does. */

import type { IncomingMessage, ServerResponse } from 'node:http'

import { goJson } from './go-json.ts'

export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  send(response, status, 'application/json; charset=utf-8', goJson(value))
}

export function sendText(response: ServerResponse, text: string, status = 200): void {
  send(response, status, status === 200 ? 'text/plain; charset=utf-8' : 'text/plain', text)
}

/** An answer without a body has no type either. */
export function sendNothing(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 }).end()
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  const length = Buffer.byteLength(body)
  response.writeHead(status, { 'content-type': type, 'content-length': length }).end(body)
}
