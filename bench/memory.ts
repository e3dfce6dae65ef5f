/**
 * The memory that a long answer takes, by who watches: nobody, viewers that take all at once, viewers that read 1 KB/s.
 * They stand inside the runtime (`inside.js`): the buffers of a socket would take the whole answer from Burrow.
 */

import { setTimeout } from 'node:timers/promises'
import { Visitor } from '../test/visitor.ts'
import { type Harness, startHarness } from './harness.ts'
import { FAST, type Home, LONGEST } from './home.ts'
import { median, quantile, sum } from './numbers.ts'
import { readPss, workerds } from './proc.ts'
import type { Section } from './table.ts'

/** At once on one answer, so that what they hold stands out from what the runtime takes and gives back by itself. */
const VIEWERS = 10

/** The answer takes about three seconds; a slow viewer is still far behind by then. */
const WATCHED_MS = 4_000

const LOOK_MS = 500

/** KiB that a slow viewer may take: two frames of 8 K characters, and what stands around them, as JavaScript holds them. */
const AIM_KIB = 256

const MIB = 2 ** 20

const KINDS = ['nobody', 'fast', 'slow'] as const
type Kind = (typeof KINDS)[number]

export async function measureMemory(home: Home, rounds: number, warm: number): Promise<Section> {
  const title = `What an answer of ${LONGEST.toLocaleString('en')} tokens adds to the memory of its runtime`
  const others = new Set(workerds(process.pid))
  const harness = await startHarness(home.demo, 'inside.js', ['--expose-gc'])
  const pids = workerds(process.pid).filter(pid => !others.has(pid))
  const added: Record<Kind, number[]> = { nobody: [], fast: [], slow: [] }
  let read = 0
  try {
    if (pids.length === 0) throw new Error('only Linux has /proc')
    const visitor = new Visitor(harness.url)
    await visitor.chats()
    // The allocator grows for the first few answers, by more than what is looked for, and mostly for fast viewers.
    for (let n = -warm; n < 0; n += 1) await watched(harness, visitor, pids, 'fast', n)
    for (let n = 0; n < rounds; n += 1) {
      for (const kind of KINDS) {
        const found = await watched(harness, visitor, pids, kind, n)
        added[kind].push(found.added)
        if (kind === 'slow') read = found.read / VIEWERS
      }
    }
  } finally {
    await harness.close()
  }
  const mib = (kind: Kind) => {
    const [middle, least, most] = [0.5, 0, 1].map(share => (quantile(added[kind], share) / MIB).toFixed(1))
    return `${middle} MiB (${least} to ${most})`
  }
  const each = (median(added.slow) - median(added.nobody)) / VIEWERS / 1_024
  return {
    title,
    rows: [
      { what: 'nobody watches', burrow: mib('nobody') },
      { what: `${VIEWERS} viewers that take all at once`, burrow: mib('fast') },
      { what: `${VIEWERS} viewers that read 1 KB/s`, burrow: mib('slow') },
      {
        what: 'for each viewer that reads 1 KB/s, over nobody',
        burrow: `${each.toFixed(0)} KiB`,
        aim: { words: `${AIM_KIB} KiB`, met: each <= AIM_KIB },
      },
    ],
    notes: [
      `The most that workerd held (PSS, garbage collected first) within ${WATCHED_MS / 1_000} s, less what it held before; as fast as it can.`,
      `Medians of ${rounds}, by turns, and the least and the most, after ${warm} answers to warm up. The viewers are inside the runtime, and a slow one had read ${(read / 1_000).toFixed(0)} KB.`,
    ],
  }
}

/** One answer. `added`: bytes that the runtime held more than before; `read`: what all its viewers read together. */
async function watched(
  { history }: Harness,
  visitor: Visitor,
  pids: number[],
  kind: Kind,
  round: number
): Promise<{ added: number; read: number }> {
  const held = async () => {
    await history.fetch('http://history/collect')
    return sum(pids.map(readPss))
  }
  const before = await held()
  const { chat, turn, response } = await visitor.ask(FAST, `Memory ${kind} ${round}, tokens=${LONGEST}`)
  await response.body?.cancel()
  const viewers = kind === 'nobody' ? 0 : VIEWERS
  const door = `http://history/view?chat=${chat.id}&turn=${turn}&viewers=${viewers}&slow=${kind === 'slow'}&ms=${WATCHED_MS}`
  // Read at once: the harness gives up a body that waits.
  const reading = history.fetch(door).then(answer => answer.json() as Promise<number[]>)
  let most = 0
  for (const end = performance.now() + WATCHED_MS; performance.now() < end; await setTimeout(LOOK_MS)) {
    most = Math.max(most, await held())
  }
  const read = sum(await reading)
  await chat.stop(turn)
  return { added: most - before, read }
}
