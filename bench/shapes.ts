/**
 * What any shape of text costs the page: written at 500 characters a push, and at once. The times are of scripts alone;
 * each text is shown three times as long again, and what grows faster than its length shows as an exponent above 1.
 */

import type { Exposed } from '../pages/src/markdown/testing/exposed.ts'
import { openPage } from '../pages/src/markdown/testing/open-page.ts'
import { SHAPES } from '../pages/src/markdown/testing/shapes.ts'
import { median, ms } from './numbers.ts'
import type { Row, Section } from './table.ts'

declare const burrow: Exposed

const LENGTHS = [25_000, 50_000, 100_000] as const
const PUSH = 500
const EXPONENT_AIM = 1.2
const PUSH_AIM_MS = 50
/** How what costs less in all has grown is lost in the noise, and troubles nobody. */
const JUDGED_MS = 50
/** Over the text itself, for nodes and all. */
const MEMORY_AIM_MB = 10

const ROUNDS = 3
/** Of a shape that misses an aim, in all: noise only adds, so whatever misses it after these does so by itself. */
const CLOSER_ROUNDS = 15
const SETTLE_MS = 25

/** So many of the worst are listed. */
const LISTED = 12

interface Took {
  totalMs: number
  pushMs: number
  heapMb: number
}

interface Found {
  name: string
  streamed: number
  /** Null where there is too little to judge. */
  exponent: number | null
  push: number
  atOnce: number
  heapMb: number
}

export async function measureShapes(quick: boolean): Promise<Section> {
  const opened = await openPage()
  try {
    const devtools = await opened.page.context().newCDPSession(opened.page)
    const heap = async (): Promise<number> => {
      // What a first leaves the next one takes; and none is to fall into what is measured.
      for (let n = 0; n < 2; n += 1) {
        await devtools.send('HeapProfiler.collectGarbage')
        await new Promise(done => setTimeout(done, SETTLE_MS))
      }
      const { usedSize, embedderHeapUsedSize } = await devtools.send('Runtime.getHeapUsage')
      return usedSize + embedderHeapUsedSize
    }
    const once = async (text: string, size: number): Promise<Took> => {
      await opened.page.evaluate(() => void burrow.said())
      const before = await heap()
      const took = await opened.page.evaluate(write, { all: text, step: size })
      return { ...took, heapMb: ((await heap()) - before) / 1e6 }
    }
    // The least of some: what another process took of the machine is not the page's.
    const show = async (text: string, size: number, rounds: number): Promise<Took> => {
      const took: Took[] = []
      for (let n = 0; n < rounds; n += 1) took.push(await once(text, size))
      const least = (of: (one: Took) => number) => Math.min(...took.map(of))
      return {
        totalMs: least(({ totalMs }) => totalMs),
        pushMs: least(({ pushMs }) => pushMs),
        heapMb: least(({ heapMb }) => heapMb),
      }
    }
    const shapes = quick ? SHAPES.filter((_, n) => n % 8 === 0) : SHAPES
    const look = async ({ name, text }: (typeof SHAPES)[number], rounds: number): Promise<Found> => {
      const streamed: Took[] = []
      for (const length of LENGTHS) streamed.push(await show(text(length), PUSH, rounds))
      const atOnce = await show(text(LENGTHS[2]), 2_000, rounds)
      const [small, , large] = streamed as [Took, Took, Took]
      return {
        name,
        streamed: large.totalMs,
        exponent: large.totalMs < JUDGED_MS ? null : Math.log2(large.totalMs / small.totalMs) / 2,
        push: Math.max(...streamed.map(({ pushMs }) => pushMs), atOnce.pushMs),
        atOnce: atOnce.totalMs,
        heapMb: large.heapMb,
      }
    }
    const found: Found[] = []
    await once('a', PUSH)
    for (const shape of shapes) {
      const first = await look(shape, ROUNDS)
      found.push(misses(first) ? await look(shape, CLOSER_ROUNDS) : first)
    }
    return describe(found)
  } finally {
    await opened.close()
  }
}

/** Runs in the page. The text itself is not kept by it. */
async function write({ all, step }: { all: string; step: number }): Promise<Omit<Took, 'heapMb'>> {
  const { push, end } = burrow.markdown(burrow.said())
  let [totalMs, pushMs] = [0, 0]
  for (let at = 0; at <= all.length; at += step) {
    const start = performance.now()
    if (at < all.length) push(all.slice(at, at + step))
    else end()
    const took = performance.now() - start
    totalMs += took
    pushMs = Math.max(pushMs, took)
    // The browser gets its turn, as between two frames.
    if (at % (20 * step) === 0) await new Promise(done => setTimeout(done))
  }
  return { totalMs, pushMs }
}

const misses = ({ exponent, push, heapMb }: Found): boolean =>
  (exponent ?? 0) >= EXPONENT_AIM || push > PUSH_AIM_MS || heapMb > MEMORY_AIM_MB

function describe(found: Found[]): Section {
  const most = (of: (one: Found) => number) => Math.max(...found.map(of))
  const exponents = found.flatMap(({ exponent }) => (exponent === null ? [] : [exponent]))
  const greatest = Math.max(...exponents)
  const rows: Row[] = [
    {
      what: 'growth from 25,000 to 100,000 characters: median exponent',
      burrow: median(exponents).toFixed(2),
    },
    {
      what: 'growth: greatest exponent',
      burrow: greatest.toFixed(2),
      aim: { words: `below ${EXPONENT_AIM}`, met: greatest < EXPONENT_AIM },
    },
    {
      what: 'longest push',
      burrow: ms(most(({ push }) => push)),
      aim: { words: `${PUSH_AIM_MS} ms`, met: most(({ push }) => push) <= PUSH_AIM_MS },
    },
    { what: '100,000 characters in pieces of 2,000: longest', burrow: ms(most(({ atOnce }) => atOnce)) },
    {
      what: '100,000 characters: most memory kept',
      burrow: `${most(({ heapMb }) => heapMb).toFixed(1)} MB`,
      aim: { words: `${MEMORY_AIM_MB} MB`, met: most(({ heapMb }) => heapMb) <= MEMORY_AIM_MB },
    },
  ]
  const worst = found.toSorted((one, other) => (other.exponent ?? 0) - (one.exponent ?? 0)).slice(0, LISTED)
  const slowest = found.toSorted((one, other) => other.streamed - one.streamed).slice(0, LISTED)
  const largest = found.toSorted((one, other) => other.heapMb - one.heapMb).slice(0, LISTED / 2)
  for (const one of new Set([...worst, ...slowest, ...largest]))
    rows.push({
      what: JSON.stringify(one.name).slice(0, 40),
      burrow: `${ms(one.streamed)}, exponent ${one.exponent?.toFixed(2) ?? '–'}, push ${ms(one.push)}, ${one.heapMb.toFixed(1)} MB`,
    })
  return {
    title: 'Any shape of text, in Chromium',
    rows,
    notes: [
      `${found.length} shapes, streamed at ${PUSH} characters a push, the least of ${ROUNDS} rounds, of ${CLOSER_ROUNDS} where an aim was missed; growth is judged of the ${exponents.length} that take ${JUDGED_MS} ms in all or more; those listed grow most, take longest or keep most.`,
    ],
  }
}
