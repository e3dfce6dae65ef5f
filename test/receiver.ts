/** A webhook of the owner's: it keeps what it is sent, and answers as it is told. */

import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Message } from '../workers/gateway/telling/message.ts'
import { addressOf } from './tap.ts'

export interface Received {
  body: string
  message: Message
  headers: Record<string, string | string[] | undefined>
}

export interface Receiver {
  url: string
  received: Received[]
  /** How the next ones are answered; null is not answered at all. */
  status: number | null
  close(): void
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const body = await text(request)
    receiver.received.push({ body, message: JSON.parse(body), headers: request.headers })
    if (receiver.status === null) return
    response.writeHead(receiver.status, { location: '/elsewhere' }).end('thank you')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${addressOf(server).port}/hook/a-secret-of-its-own`,
    received: [],
    status: 200,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return receiver
}
