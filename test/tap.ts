/**
 * A tap on the wire between Burrow and its box: passes all bytes on, both ways, and notes what was asked. It can cut an
 * answer as a Tunnel does that dies.
 */

import { createServer, type IncomingHttpHeaders, request as ask } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { Transform } from 'node:stream'

export interface Asked {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** Lines of its answer that were passed on. */
  lines: number
  /** Nothing more comes and nothing more is taken: the answer is whole, or one side has left. */
  over: boolean
  /** When it came, and when that was, in Unix milliseconds; never yet is Infinity. */
  at: number
  overAt: number
}

export interface Tap {
  url: string
  /** Every request so far, oldest first; always the same array. */
  asked: Asked[]
  /**
   * Cuts answers that stream, one for each number, in the order in which they begin: resets the connection behind as
   * many of Ollama's lines. An answer that has no more lines than that is not cut.
   */
  cutBehind(...lines: number[]): void
  close(): Promise<void>
}

/** Milliseconds between the last bytes and a reset: what was sent before must arrive, or no two cuts would be alike. */
const BEFORE_RESET_MS = 50

const LINE_END = 10

export async function startTap(box: string): Promise<Tap> {
  const asked: Asked[] = []
  const cuts: number[] = []
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request
    const note: Asked = {
      method,
      path,
      headers,
      body: '',
      lines: 0,
      over: false,
      at: Date.now(),
      overAt: Infinity,
    }
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
      const reset = () => response.socket?.resetAndDestroy()
      answer.on('error', reset)
      const streams = answer.headers['content-type']?.startsWith('application/x-ndjson')
      const cut = streams ? cuts.shift() : undefined
      answer.pipe(passOn(note, cut ?? Number.POSITIVE_INFINITY, reset)).pipe(response)
    })
    onward.once('error', () => request.socket.resetAndDestroy())
    response.once('close', () => {
      note.over = true
      note.overAt = Date.now()
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
    cutBehind: (...lines) => void cuts.splice(0, cuts.length, ...lines),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Counts lines; behind the last one that is to be passed on nothing more is, and `reset` is called. */
function passOn(note: Asked, lines: number, reset: () => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      let passed = 0
      for (let end = chunk.indexOf(LINE_END); end !== -1 && note.lines < lines;) {
        passed = end + 1
        note.lines += 1
        end = chunk.indexOf(LINE_END, passed)
      }
      if (note.lines < lines) return done(null, chunk)
      setTimeout(reset, BEFORE_RESET_MS)
      done(null, chunk.subarray(0, passed))
    },
    flush(done) {
      // An answer that is to be cut has no end.
      if (note.lines < lines) done()
    },
  })
}

export function addressOf(server: Pick<Server, 'address'>): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return address
}
