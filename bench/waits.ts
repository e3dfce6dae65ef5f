/** For how long objects are awake while others come first: what waits costs as little as what is not there. */

import { setTimeout } from 'node:timers/promises'
import { EVEN, SLOW } from './home.ts'
import type { Row } from './table.ts'
import { Visitor } from './visitor.ts'

/** Seconds since the last reading. */
export type ReadAwake = () => Promise<{ sessions: number; box: number }>

/** Visitors who ask at once. */
const CLASS = 10

/** Seconds that a turn may cost beside its answer: a tenth of a usual one, of 20 s. */
const BESIDE = 2

/** Nobody begins and nobody comes for so long, in seconds; the first of them are not counted. */
const STILL = { from: 8, to: 38 }

/** After the last event a turn is on its way into D1. */
const SETTLE_MS = 2_000

/** A box with one slot, and the meter of its objects. */
export async function measureWaits(url: string, read: ReadAwake): Promise<Row[]> {
  const [first, ...others] = await Promise.all(
    Array.from({ length: CLASS + 1 }, async () => {
      const visitor = new Visitor(url)
      await visitor.arrive()
      return visitor
    })
  )
  if (first === undefined) throw new Error('There is nobody.')
  const spent = async (work: () => Promise<unknown>) => {
    await setTimeout(SETTLE_MS)
    await read()
    await work()
    await setTimeout(SETTLE_MS)
    return read()
  }
  const asks = (visitor: Visitor) => visitor.ask(EVEN, 'Waits, tokens=200')
  const two = await spent(() => Promise.all([first, ...others.slice(0, 1)].map(asks)))
  const all = await spent(() => Promise.all(others.map(asks)))
  const still = await standing(first, others, read)
  for (const visitor of [first, ...others]) visitor.leave()
  const seconds = STILL.to - STILL.from
  return [
    row('two at once, 4 s each', two, 8, 2),
    row(`${CLASS} at once, 4 s each`, all, 4 * CLASS, CLASS),
    row(`${CLASS} who wait for ${seconds} s of an answer`, still, seconds, 1),
  ]
}

/** One is answered for long, and the others wait; then all is over. */
async function standing(first: Visitor, others: Visitor[], read: ReadAwake) {
  const long = first.ask(SLOW, `Waits, tokens=${25 * (STILL.to + 2)}`)
  await setTimeout(1_000)
  const behind = others.map(visitor => visitor.ask(EVEN, 'Waits, tokens=1'))
  await setTimeout(1_000 * (STILL.from - 1))
  await read()
  await setTimeout(1_000 * (STILL.to - STILL.from))
  const still = await read()
  await Promise.all([long, ...behind])
  return still
}

/** `answers`: seconds that those of all `turns` take. */
function row(
  what: string,
  { sessions, box }: Awaited<ReturnType<ReadAwake>>,
  answers: number,
  turns: number
): Row {
  const most = answers + BESIDE * turns
  return {
    what: `${what}: seconds awake, sessions, Box`,
    burrow: `${sessions.toFixed(1)}, ${box.toFixed(1)}`,
    aim: { words: `${most} together`, met: sessions + box <= most },
  }
}
