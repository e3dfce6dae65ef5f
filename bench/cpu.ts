/** What an answer costs in CPU, whatever it is that spends it: answers of 200 tokens, three visitors at a time. */

import { setTimeout } from 'node:timers/promises'
import { EVEN, FAST, type Home } from './home.ts'
import { type Cpu, readCpu } from './proc.ts'
import type { Row, Section } from './table.ts'
import { Visitor } from './visitor.ts'

/** CPU seconds for 1,000 tokens; the best peer takes 1.2 and more. */
const AIM = 0.15

const TOKENS = 200
const VISITORS = 3
const IDLE_MS = 3_000

export async function measureCpu(home: Home, rounds: { even: number; fast: number }): Promise<Section> {
  const title = 'CPU for 1,000 tokens in answers of 200'
  const idle = await idleSecond(home)
  if (idle === null)
    return { title, rows: [], notes: ['It cannot be read on this system: only Linux has /proc.'] }
  const even = await spend(home, EVEN, rounds.even, idle)
  const fast = await spend(home, FAST, rounds.fast, idle)
  const aim = { words: `${AIM} s`, met: false }
  const total = even.workers + even.proxy
  return {
    title,
    rows: [
      { ...row('a model of 50 a second', even), aim: { ...aim, met: total <= AIM } },
      row('as fast as it can', fast),
    ],
    notes: [
      `User and system time of workerd, over ${rounds.even * VISITORS} and ${rounds.fast * VISITORS} answers, each in a new chat.`,
      `Of it the proxy that wrangler puts before Burrow here, and the edge does not: ${even.proxy.toFixed(3)} s and ${fast.proxy.toFixed(3)} s.`,
      `Idle, taken off: ${(idle.workers + idle.proxy).toFixed(3)} s each second. Wrangler itself, not counted: ${even.wrangler.toFixed(3)} s and ${fast.wrangler.toFixed(3)} s.`,
      'Best peer: 1.2 s.',
    ],
  }
}

const row = (what: string, { workers, proxy }: Cpu): Row => ({
  what,
  burrow: `${(workers + proxy).toFixed(3)} s`,
})

/** What is spent in a second in which nobody asks. */
async function idleSecond({ burrow }: Home): Promise<Cpu | null> {
  const before = read(burrow)
  await setTimeout(IDLE_MS)
  const after = read(burrow)
  return before && after && map(after, key => ((after[key] - before[key]) / IDLE_MS) * 1_000)
}

/** For 1,000 tokens, without what idling would have cost. */
async function spend({ burrow }: Home, model: string, rounds: number, idle: Cpu): Promise<Cpu> {
  const visitors = Array.from({ length: VISITORS }, () => new Visitor(burrow.url))
  await Promise.all(visitors.map(visitor => visitor.arrive()))
  await Promise.all(visitors.map(visitor => visitor.ask(FAST, `To warm up, tokens=${TOKENS}`)))
  const [before, start] = [read(burrow), performance.now()]
  for (let n = 0; n < rounds; n += 1) {
    await Promise.all(
      visitors.map((visitor, who) => visitor.ask(model, `Round ${n} of ${who}, tokens=${TOKENS}`))
    )
  }
  // The last turns are still being written to D1.
  await setTimeout(200)
  const [after, seconds] = [read(burrow), (performance.now() - start) / 1_000]
  for (const visitor of visitors) visitor.leave()
  const thousands = (rounds * VISITORS * TOKENS) / 1_000
  const spent = (key: keyof Cpu) => (after?.[key] ?? 0) - (before?.[key] ?? 0) - idle[key] * seconds
  return map(idle, key => Math.max(0, spent(key)) / thousands)
}

const read = ({ pid, url }: Home['burrow']) => readCpu(pid, new URL(url).port)

const map = (of: Cpu, each: (key: keyof Cpu) => number): Cpu => ({
  ...of,
  workers: each('workers'),
  proxy: each('proxy'),
  wrangler: each('wrangler'),
})
