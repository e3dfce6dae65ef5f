/** A network of which a test says how it answers, and a turn that is followed over it. */

import { vi } from 'vitest'
import type { TurnEvent } from '../../../workers/protocol/events.ts'
import type { TurnRequest } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import { TurnStream } from './turn-stream.ts'

export const request: TurnRequest = { turn: 't', parent: null, text: 'Why?', model: 'm' }
export const DONE = {
  message: { id: 't', parent: 'q', role: 'assistant', status: 'done', text: 'Because.', createdAt: 1 },
}

export const frame = (event: string, id: string, data: unknown) =>
  `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
export const stream = (...frames: string[]) => new Response(frames.join(''))
export const lost = new TypeError('Load failed')

type Step = Response | Error
interface Call {
  method: string
  path: string
  from: string | null
}

const wake = (callback: () => void) => {
  queueMicrotask(callback)
  return () => undefined
}

/** Follows a turn over these answers of the network, and tells all that happened. Every wait is over at once. */
export async function follow(steps: Step[], { asked = true, online = true } = {}) {
  const calls: Call[] = []
  const events: TurnEvent[] = []
  const away: boolean[] = []
  const refused: [Problem | null, boolean][] = []
  const left: (number | null)[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    calls.push({ method: init.method ?? 'GET', path, from: new Headers(init.headers).get('Last-Event-ID') })
    const step = steps.shift()
    return step instanceof Response
      ? Promise.resolve(step)
      : Promise.reject(step ?? new Error('Asked too often.'))
  })
  const listener = {
    event: (event: TurnEvent) => void events.push(event),
    away: (gone: boolean) => void away.push(gone),
    refused: (why: Problem | null, begun: boolean) => void refused.push([why, begun]),
    left: (seconds: number | null) => void left.push(seconds),
  }
  const target = { chat: 'c', turn: 't', after: asked ? '0' : '7.1', ...(asked ? { request } : {}) }
  await new TurnStream(target, listener, wake, () => online).run()
  return { calls, events, away, refused, left }
}
