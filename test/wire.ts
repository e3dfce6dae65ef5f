/** A wire between a browser and Burrow that can be cut: what a lost network does and an emulated one does not. */

import { connect, createServer, type Socket } from 'node:net'
import { addressOf } from './tap.ts'

export interface Wire {
  url: string
  /** Breaks every connection there is; new ones are let through. */
  cut(): void
  /** Nothing comes through those that there are any more, and nobody is told, as when a machine slept; new ones are let through. */
  freeze(): void
  close(): Promise<void>
}

export async function startWire(to: string): Promise<Wire> {
  const sockets = new Set<Socket>()
  const hold = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const server = createServer(near => {
    const far = connect(Number(new URL(to).port), '127.0.0.1')
    hold(near)
    hold(far)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    url: `http://127.0.0.1:${addressOf(server).port}`,
    cut,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        cut()
      }),
  }
}
