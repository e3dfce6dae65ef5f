/** Asks a fake box for an answer, as `Completions` does, and notes what it is told meanwhile. */

import { afterEach, beforeEach, vi } from 'vitest'
import type { CompletionRequest } from '../../protocol/completion.ts'
import type { TurnState } from '../../protocol/turn-state.ts'
import { complete, type Completion } from '../complete.ts'
import { answer, type Box, envOf, fakeBox, json, silence, type Table, tagsOf } from './fake-box.ts'

export const MODEL = 'm:1b'

/** Digests are kept for ever, so each box has models of its own. */
let digests = 0

export interface World extends Box {
  digest: string
  /** Models in memory, with their context. */
  loaded: { name: string; digest: string; context_length?: number; expires_at?: string }[]
}

/** A box with one model, which is in memory and answers at once unless the table says otherwise. */
export function world(table: Table = {}, scheme: 'http' | 'https' = 'http'): World {
  digests += 1
  const digest = `digest-${digests}`
  const loaded: World['loaded'] = [{ name: MODEL, digest }]
  const box = fakeBox(
    {
      '/api/tags': () => tagsOf({ name: MODEL, digest: made.digest, capabilities: ['completion'] }),
      '/api/ps': () => json({ models: made.loaded }),
      '/api/chat': () => answer(),
      ...table,
    },
    scheme
  )
  const made: World = Object.assign(box, { digest, loaded })
  return made
}

export interface Asking {
  states: TurnState[]
  /** When each state was told, in milliseconds from the asking. */
  times: number[]
  stop(): void
  end: Promise<Completion>
  /** What `later` was given. */
  behind: Promise<unknown>[]
}

export function ask(
  box: Box,
  request: Partial<CompletionRequest> = {},
  env: Record<string, string> = {}
): Asking {
  const stop = new AbortController()
  const asked = Date.now()
  const made: Omit<Asking, 'end'> = {
    states: [],
    times: [],
    behind: [],
    stop: () => stop.abort(new Error('stopped')),
  }
  const whole: CompletionRequest = {
    turn: crypto.randomUUID(),
    model: MODEL,
    messages: [{ role: 'user', content: 'x' }],
    think: false,
    written: 0,
    tokens: 20,
    again: false,
    ...request,
  }
  const end = complete(whole, {
    env: envOf(box, env),
    stop: stop.signal,
    later: work => void made.behind.push(work),
    say: async state => {
      made.states.push(state)
      made.times.push(Date.now() - asked)
    },
  })
  end.catch(() => {})
  return { ...made, end }
}

/** Of the first of these, what the others have to be compared with: what a request came to. */
export async function outcome({ end }: Asking): Promise<string> {
  const completion = await end
  if (completion.ok) return 'answer'
  const { burrow } = completion.line
  if ('queued' in burrow) return 'queued'
  return 'problem' in burrow ? burrow.problem.code : `smaller ${burrow.smaller.context}`
}

/** Every test of this file runs in pretended time, says nothing to the console, and leaves no `fetch` behind. */
export function inPretendedTime(): void {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.spyOn(console, 'warn').mockImplementation(() => {})
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
    vi.useRealTimers()
  })
}

/** Lets time pass, and all that happens in it. */
export const pass = (seconds: number): Promise<unknown> =>
  vi.advanceTimersByTimeAsync(Math.round(seconds * 1_000))

export const only = ({ states }: Asking): string[] => states.map(({ state }) => state)

/** Silent for so many milliseconds, then an answer. */
export const after = (ms: number) => () =>
  new Promise<Response>(resolve => setTimeout(() => resolve(answer()), ms))

export { silence }
