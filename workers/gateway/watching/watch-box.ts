/** Where a turn stands, told by the Box whenever that changes: over a socket that costs nothing while nothing does. */

import type { TurnState } from '../../protocol/turn-state.ts'
import type { News } from '../box/around.ts'
import { NAME } from '../box/ask-box.ts'
import { pause } from '../ollama/pause.ts'

/** Milliseconds before a socket that broke is opened anew; the last of them from then on. A deployment ends it once or twice. */
const AGAIN_MS = [0, 250, 1_000, 2_000, 5_000, 10_000] as const

export interface WatchEnv {
  BOX: { getByName(name: string): Pick<Fetcher, 'fetch'> }
}

/** Where a turn stands, until it has moved on or `stop` says so. Throws where too many watch it. While the box is away it stands nowhere: that is the last. */
export async function* watchBox(
  { BOX }: WatchEnv,
  turn: string,
  stop: AbortSignal
): AsyncGenerator<Extract<TurnState, { state: 'queued' }>> {
  for (let broken = 0; !stop.aborted; broken += 1) {
    await pause(AGAIN_MS[broken] ?? AGAIN_MS[AGAIN_MS.length - 1] ?? 0, stop)
    // A stub that has seen a death is of no use any more.
    const opened = await open(BOX.getByName(NAME), turn)
    if (opened === null) continue
    for await (const news of heard(opened, stop)) {
      if ('moved' in news) return
      if ('away' in news) return yield { state: 'queued', ...news.away }
      broken = 0
      yield { state: 'queued', ...news.place }
    }
  }
}

async function open(box: Pick<Fetcher, 'fetch'>, turn: string): Promise<WebSocket | null> {
  const answer = await box
    .fetch(`https://box/${turn}`, { headers: { Upgrade: 'websocket' } })
    .catch(() => null)
  // The viewer's stream breaks off, and attaches again when there may be a place.
  if (answer?.status === 429) throw new Error('too many watch this turn')
  return answer?.webSocket ?? null
}

/** What is said on a socket until it closes, whoever closes it. */
async function* heard(socket: WebSocket, stop: AbortSignal): AsyncGenerator<News> {
  const said: News[] = []
  let closed = false
  let next = Promise.withResolvers<void>()
  const wake = () => {
    next.resolve()
    next = Promise.withResolvers()
  }
  const over = () => {
    closed = true
    wake()
  }
  socket.addEventListener('message', ({ data }) => {
    said.push(JSON.parse(String(data)) as News)
    wake()
  })
  socket.addEventListener('close', over)
  socket.addEventListener('error', over)
  stop.addEventListener('abort', over)
  socket.accept()
  try {
    for (;;) {
      const { promise } = next
      for (const news of said.splice(0)) yield news
      if (closed || stop.aborted) return
      await promise
    }
  } finally {
    stop.removeEventListener('abort', over)
    socket.close(1000)
  }
}
