/** Ollama's routes, in front of models that are only pretended. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Box, StandInOptions } from './box.ts'
import { createBox } from './box.ts'
import { chat, generate } from './chat.ts'
import type { Change } from './controls.ts'
import { control, flip } from './controls.ts'
import { ps, show, tags } from './discovery.ts'
import { OllamaError } from './errors.ts'
import { mayEnter } from './guard.ts'
import type { DemoModel } from './model.ts'
import type { RecordedRequest } from './record.ts'
import { sendJson, sendNothing, sendText } from './respond.ts'

type Route = (box: Box, request: IncomingMessage, response: ServerResponse) => void | Promise<void>

const routes: Record<string, Record<string, Route>> = {
  '/': { GET: (_, __, response) => sendText(response, 'Ollama is running') },
  '/api/version': { GET: (box, _, response) => sendJson(response, { version: box.switches.version }) },
  '/api/tags': { GET: (box, _, response) => tags(box, response) },
  '/api/ps': { GET: (box, _, response) => ps(box, response) },
  '/api/show': { POST: show },
  '/api/chat': { POST: chat },
  '/api/generate': { POST: generate },
}

/** Listeners for which Ollama checks Host and Origin. */
const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

export interface Demo {
  url: string
  /** Every chat request so far, oldest first; always the same array. */
  requests: RecordedRequest[]
  switch(change: Change): void
  close(): Promise<void>
  /** Lets the process end though the demo still listens. */
  unref(): void
}

/** Listens with these models. */
export async function serve(models: DemoModel[], options: StandInOptions): Promise<Demo> {
  const { port = 0, host = '127.0.0.1' } = options
  const box = createBox(models, options)
  const guarded = LOOPBACK.includes(host)
  const server = createServer((request, response) => void answer(box, guarded, request, response))
  // Ollama's server never hangs up on an idle connection; one that did would race with the next request on it.
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    requests: box.records.requests,
    switch: change => flip(box, change),
    unref: () => void server.unref(),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  box: Box,
  guarded: boolean,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  try {
    await route(box, guarded, request, response)
  } catch (error) {
    // A client that went away ends its answer with an abort; there is nobody left to tell.
    if (response.destroyed || response.headersSent) return void response.destroy()
    const status = error instanceof OllamaError ? error.status : 500
    sendJson(response, { error: error instanceof Error ? error.message : String(error) }, status)
  }
}

async function route(
  box: Box,
  guarded: boolean,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const { method = 'GET', url = '/' } = request
  const path = url.split('?', 1)[0] ?? url
  if (box.controlled && path.startsWith('/_demo/')) return control(box, request, response)
  if (box.switches.down) return void request.socket.resetAndDestroy()
  if (guarded && !mayEnter(request.headers)) return sendNothing(response, 403)
  if (method === 'OPTIONS') return sendNothing(response, 204)
  const methods = routes[path]
  if (!methods) return sendText(response, '404 page not found', 404)
  const handle = methods[method === 'HEAD' ? 'GET' : method]
  if (!handle) return sendText(response, '405 method not allowed', 405)
  return handle(box, request, response)
}
