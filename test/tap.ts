/** A tap on the wire between Burrow and its box: passes all bytes on, both ways, and notes what was asked. */

import { createServer, type IncomingHttpHeaders, request as ask } from 'node:http'
import type { AddressInfo, Server } from 'node:net'

export interface Asked {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** Nothing more comes and nothing more is taken: the answer is whole, or one side has left. */
  over: boolean
}

export interface Tap {
  url: string
  /** Every request so far, oldest first; always the same array. */
  asked: Asked[]
  close(): Promise<void>
}

export async function startTap(box: string): Promise<Tap> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request
    const note: Asked = { method, path, headers, body: '', over: false }
    asked.push(note)
    // The box's own check of the host name must see its own.
    const onward = ask(new URL(path, box), {
      method,
      headers: { ...headers, host: new URL(box).host },
      agent: false,
    })
    onward.once('response', answer => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      response.flushHeaders()
      answer.on('error', () => response.socket?.resetAndDestroy())
      answer.pipe(response)
    })
    onward.once('error', () => request.socket.resetAndDestroy())
    response.once('close', () => {
      note.over = true
      onward.destroy()
    })
    request.on('data', (chunk: Buffer) => (note.body += chunk.toString()))
    request.pipe(onward)
  })
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${addressOf(server).port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function addressOf(server: Pick<Server, 'address'>): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return address
}
