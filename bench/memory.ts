/**
 * The memory that a long answer takes, by who watches: nobody, viewers that take all at once, viewers that read 1 KB/s.
 * They stand inside the runtime (`inside.js`): the buffers of a socket would take the whole answer from Burrow.
 */

import { setTimeout } from 'node:timers/promises'
import { Visitor } from '../test/visitor.ts'
import { type Harness, startHarness } from './harness.ts'
import { FAST, type Home, LONGEST } from './home.ts'
import { median, sum } from './numbers.ts'
import { readPss, workerds } from './proc.ts'
import type { Section } from './table.ts'

/** At once on one answer: what a single one holds cannot be told from the noise of a garbage collector. */
const VIEWERS = 100

/** The answer takes about three seconds; a slow viewer is still far behind by then. */
const WATCHED_MS = 5_000

const LOOK_MS = 250

/** KiB that a slow viewer may take: two frames of 64 K characters, as JavaScript holds them. */
const AIM_KIB = 256

const MIB = 2 ** 20

const KINDS = ['nobody', 'fast', 'slow'] as const
type Kind = (typeof KINDS)[number]

export async function measureMemory(home: Home, rounds: number): Promise<Section> {
  const title = `Memory while an answer of ${LONGEST.toLocaleString('en')} tokens is written, as fast as it can`
  const others = new Set(workerds(process.pid))
  const harness = await startHarness(home.demo, 'inside.js')
  const mine = workerds(process.pid).filter(pid => !others.has(pid))
  if (mine.length === 0)
    return { title, rows: [], notes: ['It cannot be read on this system: only Linux has /proc.'] }
  const found = { nobody: [] as number[], fast: [] as number[], slow: [] as number[] }
  const bytes = { nobody: 0, fast: 0, slow: 0 }
  try {
    const visitor = new Visitor(harness.url)
    await visitor.chats()
    const one = (kind: Kind, n: number) => watched(harness, visitor, kind, `Memory ${kind} ${n}`, mine)
    await one('fast', -1)
    for (let n = 0; n < rounds; n += 1) {
      for (const kind of KINDS) {
        const { read, most } = await one(kind, n)
        found[kind].push(most)
        bytes[kind] = read / VIEWERS
      }
    }
  } finally {
    await harness.close()
  }
  const mib = (kind: Kind) => `${(median(found[kind]) / MIB).toFixed(0)} MiB`
  const each = (kind: Kind) => (median(found[kind]) - median(found.nobody)) / VIEWERS / 1_024
  return {
    title,
    rows: [
      { what: 'nobody watches', burrow: mib('nobody') },
      { what: `${VIEWERS} viewers that take all at once`, burrow: mib('fast') },
      { what: `${VIEWERS} viewers that read 1 KB/s`, burrow: mib('slow') },
      { what: 'for a viewer that takes all at once', burrow: `${each('fast').toFixed(0)} KiB` },
      {
        what: 'for a viewer that reads 1 KB/s',
        burrow: `${each('slow').toFixed(0)} KiB`,
        aim: { words: `${AIM_KIB} KiB`, met: each('slow') <= AIM_KIB },
      },
    ],
    notes: [
      `The most that workerd held (PSS) within ${WATCHED_MS / 1_000} s, looked at every ${LOOK_MS} ms; medians of ${rounds}, by turns.`,
      `A slow viewer had read ${kb(bytes.slow)} of ${kb(bytes.fast)} by then. What V8 has not yet collected is in all three.`,
    ],
  }
}

const kb = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} KB`

async function watched(
  { history }: Harness,
  visitor: Visitor,
  kind: Kind,
  name: string,
  pids: number[]
): Promise<{ read: number; most: number }> {
  const { chat, turn, response } = await visitor.ask(FAST, `${name}, tokens=${LONGEST}`)
  await response.body?.cancel()
  const viewers = kind === 'nobody' ? 0 : VIEWERS
  const door = `http://history/view?chat=${chat.id}&turn=${turn}&viewers=${viewers}&slow=${kind === 'slow'}&ms=${WATCHED_MS}`
  // Read at once: the harness gives up a body that waits.
  const reading = history.fetch(door).then(answer => answer.json() as Promise<number[]>)
  let most = 0
  for (const end = performance.now() + WATCHED_MS; performance.now() < end; await setTimeout(LOOK_MS)) {
    most = Math.max(most, sum(pids.map(readPss)))
  }
  return { read: sum(await reading), most }
}
