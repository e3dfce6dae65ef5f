/** What an answer costs in CPU: answers of 200 tokens to a few visitors and to twenty, and a turn of one token. */

import { setTimeout } from 'node:timers/promises'
import { EVEN, FAST, type Home } from './home.ts'
import { type Cpu, readCpu } from './proc.ts'
import type { Row, Section } from './table.ts'
import { Visitor } from './visitor.ts'

/** CPU seconds for 1,000 tokens; the best peer takes 1.2 and more. */
const AIM = 0.15

const TOKENS = 200
const FEW = 3
const MANY = 20
const IDLE_MS = 3_000

/** After the last event a turn is still on its way into D1. */
const SETTLE_MS = 300

export async function measureCpu(
  home: Home,
  rounds: { even: number; many: number; fast: number }
): Promise<Section> {
  const title = 'CPU for 1,000 tokens in answers of 200'
  const idle = await idleSecond(home)
  if (idle === null) {
    return { title, rows: [], notes: ['It cannot be read on this system: only Linux has /proc.'] }
  }
  const even = await spend(home, { model: EVEN, visitors: FEW, rounds: rounds.even }, idle)
  const many = await spend(home, { model: EVEN, visitors: MANY, rounds: rounds.many }, idle)
  const fast = await spend(home, { model: FAST, visitors: FEW, rounds: rounds.fast }, idle)
  const turn = await spend(home, { model: FAST, visitors: FEW, rounds: rounds.fast, tokens: 1 }, idle)
  const answers = `${rounds.even * FEW}, ${rounds.many * MANY} and ${rounds.fast * FEW}`
  return {
    title,
    rows: [
      row(`50 a second, ${FEW} visitors`, even),
      row(`50 a second, ${MANY} visitors`, many),
      row(`as fast as it can, ${FEW} visitors`, fast),
      {
        what: `50 a second, ${MANY} visitors: without a proxy before it`,
        burrow: `${many.workers.toFixed(3)} s`,
      },
      { what: 'a turn of one token, by itself', burrow: `${(total(turn) / 1_000).toFixed(4)} s` },
    ],
    notes: [
      `User and system time of workerd over ${answers} answers, each in a new chat.`,
      `Idle, taken off: ${total(idle).toFixed(3)} s each second. Of Node beside it, not counted: ${even.node.toFixed(3)} s.`,
      'At 50 a second nearly each token wakes a sleeping process, which costs more than the work. Best peer: 1.2 s.',
    ],
  }
}

const total = ({ workers, proxy }: Cpu): number => workers + proxy

const row = (what: string, cpu: Cpu): Row => ({
  what,
  burrow: `${total(cpu).toFixed(3)} s`,
  aim: { words: `${AIM} s`, met: total(cpu) <= AIM },
})

/** What is spent in a second in which nobody asks. */
async function idleSecond({ burrow }: Home): Promise<Cpu | null> {
  const before = read(burrow)
  await setTimeout(IDLE_MS)
  const after = read(burrow)
  return before && after && map(after, key => ((after[key] - before[key]) / IDLE_MS) * 1_000)
}

interface Load {
  model: string
  visitors: number
  rounds: number
  tokens?: number
}

/** For 1,000 tokens, without what idling would have cost. */
async function spend(
  { burrow }: Home,
  { model, visitors, rounds, tokens = TOKENS }: Load,
  idle: Cpu
): Promise<Cpu> {
  const people = Array.from({ length: visitors }, () => new Visitor(burrow.url))
  await Promise.all(people.map(one => one.arrive()))
  await Promise.all(people.map(one => one.ask(FAST, 'To warm up, tokens=200')))
  await setTimeout(SETTLE_MS)
  const [before, start] = [read(burrow), performance.now()]
  for (let n = 0; n < rounds; n += 1) {
    await Promise.all(people.map((one, who) => one.ask(model, `Round ${n} of ${who}, tokens=${tokens}`)))
  }
  await setTimeout(SETTLE_MS)
  const [after, seconds] = [read(burrow), (performance.now() - start) / 1_000]
  for (const one of people) one.leave()
  const thousands = (rounds * visitors * tokens) / 1_000
  const spent = (key: keyof Cpu) => (after?.[key] ?? 0) - (before?.[key] ?? 0) - idle[key] * seconds
  return map(idle, key => Math.max(0, spent(key)) / thousands)
}

const read = ({ pid, url }: Home['burrow']) => readCpu(pid, new URL(url).port)

const map = (of: Cpu, each: (key: keyof Cpu) => number): Cpu => ({
  ...of,
  workers: each('workers'),
  proxy: each('proxy'),
  node: each('node'),
})
