/** For the tests of a box that many want at once: who keeps a model busy, who waits, and what the box says of it. */

import { afterEach, expect } from 'vitest'

import type { Heard } from './client.ts'
import { ask, user } from './client.ts'
import type { Demo, DemoOptions, RecordedRequest } from './server.ts'
import { startDemo } from './server.ts'

/** Three that write for as long as they are told to, when bench models are listed. */
export const [A, B, C] = ['bench-25:1b', 'bench-50:1b', 'small:1b'] as const

/** Starts demos as fast as their readers, with bench models and these options, which close when the test is over. */
export function demos(all: DemoOptions = {}): (options?: DemoOptions) => Promise<Demo> {
  const running: Demo[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map(demo => demo.close()))
  })
  return async options => {
    const demo = await startDemo({ rate: 0, bench: true, ...all, ...options })
    running.push(demo)
    return demo
  }
}

export interface Asker {
  record: RecordedRequest
  heard: Promise<Heard>
  /** Leaves. */
  leave(): Promise<Heard>
}

/** Asks for two tokens, unless the question says otherwise, and returns as soon as the box has heard it. */
export async function want(
  demo: Demo,
  model: string,
  { question = 'tokens=2', ...more }: { question?: string; [field: string]: unknown } = {}
): Promise<Asker> {
  const client = new AbortController()
  const before = demo.requests.length
  const asked = { model, messages: [user(question)], ...more }
  const heard = ask(demo.url, asked, { signal: client.signal })
  await expect.poll(() => demo.requests.length).toBe(before + 1)
  const record = demo.requests[before]
  if (!record) throw new Error('The diary has lost a request.')
  const leave = () => {
    client.abort()
    return heard
  }
  return { record, heard, leave }
}

/** Whether the answer came whole. */
export async function finished({ heard }: Asker): Promise<boolean> {
  return (await heard).lines.at(-1)?.done === true
}

/** Keeps the model busy until it leaves. */
export async function hold(demo: Demo, model: string, more: object = {}): Promise<Asker> {
  const asker = await want(demo, model, { question: 'tokens=5000 rate=50', ...more })
  await expect.poll(() => asker.record.tokens).toBeGreaterThan(0)
  return asker
}

/** Stands in the line for a load, as the `place`th of those who wait. */
export async function queue(demo: Demo, model: string, place: number): Promise<Asker> {
  const asker = await want(demo, model)
  await expect.poll(() => loads(demo)).toMatchObject({ loading: null, waiting: place })
  return asker
}

/** What is being loaded, how many wait for a load to begin, and how many loads there have been. */
export async function loads({ url }: Demo): Promise<unknown> {
  return (await fetch(`${url}/_demo/loads`)).json()
}

/** What `/api/ps` lists. */
export async function inMemory({ url }: Demo): Promise<{ name: string; expires_at: string }[]> {
  const listed = (await (await fetch(`${url}/api/ps`)).json()) as {
    models: { name: string; expires_at: string }[]
  }
  return listed.models
}

export const names = async (demo: Demo): Promise<string[]> => (await inMemory(demo)).map(({ name }) => name)

export const unload = ({ url }: Demo, model: string): Promise<Heard> =>
  ask(url, { model, messages: [], keep_alive: 0 })
