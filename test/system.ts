/** All of Burrow for a test: the demo as its box, and everything else as it is configured, on ports that are free. */

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Demo, type DemoOptions, type RecordedRequest, startDemo } from '../demo/server.ts'
import { type Burrow, startBurrow } from '../scripts/burrow.ts'
import { EMPTY } from './prepare.ts'
import { addressOf, startTap, type Tap } from './tap.ts'
import { Visitor } from './visitor.ts'

export interface System {
  url: string
  demo: Demo
  /** Everything that Burrow asked of its box. */
  tap: Tap
  burrow: Burrow
  /** The folder that keeps its storage. */
  state: string
  /** Ends Burrow and starts it again in the same place, with all that it keeps. */
  restart(): Promise<void>
  /** Someone who has never been here. */
  visitor(): Visitor
  stop(): Promise<void>
}

interface Options {
  demo?: DemoOptions
  /** Variables of the Workers, by the names of their wrangler.toml. */
  vars?: Record<string, string>
  /** The folder of a page that was built some time ago. */
  page?: string
  /** Addresses that are preferred to the demo's. */
  before?: string[]
  /** Turns that each of them answers at once, and models in memory; many, so that nobody waits who is not to. */
  slots?: number
  resident?: number
  /** A Worker beside Burrow's, in this folder of the project, at a port of its own. */
  beside?: { folder: string; port: number }
}

/** Fast enough for a test and slow enough to be cut in the middle. */
const RATE = 200

/** Milliseconds that the badger loads for. */
const LOAD_MS = 600

export async function startSystem({
  demo: options = {},
  vars = {},
  before = [],
  slots = 64,
  resident = 64,
  page,
  beside,
}: Options = {}): Promise<System> {
  const demo = await startDemo({ faults: true, bench: true, rate: RATE, loadMs: LOAD_MS, ...options })
  const tap = await startTap(demo.url)
  const state = await mkdtemp(join(tmpdir(), 'burrow-test-'))
  await cp(EMPTY, state, { recursive: true })
  const settings = {
    port: await freePort(),
    ollama: [...before, tap.url].map(url => ({ url, slots, resident })),
    state,
    vars,
    ...(page !== undefined && { page }),
    ...(beside !== undefined && { beside }),
  }
  const burrow = await startBurrow(settings).catch(async (error: unknown) => {
    // Between the look for a free port and its use another may have been given it.
    if (!String(error).includes('ERR_ADDRESS_IN_USE')) throw error
    settings.port = await freePort()
    return startBurrow(settings)
  })
  const system: System = {
    url: burrow.url,
    demo,
    tap,
    burrow,
    state,
    async restart() {
      await system.burrow.stop()
      system.burrow = await startBurrow(settings)
    },
    visitor: () => new Visitor(burrow.url),
    async stop() {
      await system.burrow.stop()
      process.off('exit', kill)
      await tap.close()
      await demo.close()
      await rm(state, { recursive: true, force: true, maxRetries: 3 })
    },
  }
  // A run that is broken off must not leave a Burrow behind.
  const kill = () => killGroup(system.burrow.pid)
  process.once('exit', kill)
  return system
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has gone already.
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(server)
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Takes every model out of the box's memory: beside another, one that is loaded may be waiting for it. */
export async function emptyMemory({ url }: Demo): Promise<void> {
  const { models } = (await (await fetch(`${url}/api/ps`)).json()) as { models: { name: string }[] }
  for (const { name } of models) {
    const body = JSON.stringify({ model: name, messages: [], keep_alive: 0 })
    await (await fetch(`${url}/api/chat`, { method: 'POST', body })).text()
  }
}

/** How often and how the box was asked for an answer to what contains `mark`. */
export const asked = (demo: Demo, mark: string): RecordedRequest[] =>
  demo.requests.filter(
    ({ kind, messages }) => kind === 'chat' && messages.some(({ content }) => content.includes(mark))
  )

/** How many of these the box was asked for at the same moment, at the most. */
export function atOnce(demo: Demo, questions: string[]): number {
  const changes = questions
    .flatMap(question => asked(demo, question))
    .flatMap(({ arrivedAt, endedAt }) => [
      { at: arrivedAt, by: 1 },
      { at: endedAt ?? Infinity, by: -1 },
    ])
    .toSorted((a, b) => a.at - b.at || a.by - b.by)
  let now = 0
  return Math.max(...changes.map(({ by }) => (now += by)))
}

/** A word that no other question has. */
export const newMark = (): string => `mark-${crypto.randomUUID()}`

/** A question that no other is like, for a bench model: it answers so many tokens. */
export const newQuestion = (tokens: number): string => `${newMark()} tokens=${tokens}`

/** Milliseconds between two looks at something that tells nobody when it changes. */
const LOOK_MS = 25

/** What `look` finds, as soon as it finds something. Throws, naming it, when that takes too long. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = 20_000
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false)
      return found as NonNullable<Exclude<T, false>>
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain: ${what}`)
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
}
