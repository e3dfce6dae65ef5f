/** The order of the queue, simulated: the gateway's own rule against first come, over seeds. No clock and no box. */

import { simulate, type Case, type Result } from './queue-run.ts'
import type { Row, Section } from './table.ts'

const SHARES = [[1], [0.7, 0.3], [0.6, 0.3, 0.1]] as const
const three = SHARES[2]
const base: Case = { regulars: 30, shares: three, changeS: 20 }
const CASES: [string, Case][] = [
  ['class of 30, 3 models, 20 s', base],
  ['class of 30, 2 models, 20 s', { ...base, shares: SHARES[1] }],
  ['class of 30, 1 model', { ...base, shares: SHARES[0] }],
  ['class of 10, 3 models, 8 s', { ...base, regulars: 10, changeS: 8 }],
  ['30, one asks 50 at once', { ...base, greedy: 50 }],
  ['10, a stranger every 10 s', { ...base, regulars: 10, strangersS: 10 }],
  ['1,000 open arrivals', { ...base, regulars: 0, strangersS: 14, hours: 4, open: true }],
  ['30, 2 slots', { ...base, slots: 2 }],
  ['30, 2 resident models', { ...base, room: 2 }],
  ['30, 2 hosts', { ...base, hosts: 2 }],
]

export function measureQueue(quick: boolean): Promise<Section> {
  const seeds = Array.from({ length: quick ? 2 : 10 }, (_, n) => n + 1)
  const rows = CASES.flatMap(([what, one]) => {
    const all = (rule: 'since' | 'first come') => seeds.map(seed => simulate(seed, one, rule))
    const alone =
      one.greedy === undefined ? undefined : seeds.map(s => simulate(s, { ...one, greedy: 0 }, 'since'))
    return rowsOf(what, one, all('first come'), all('since'), alone)
  })
  const notes = [
    `${seeds.length} seeds of 4 hours; direct is first come. Waits are those of the regulars, or of all where none is.`,
    'First come lets nobody pass its head, so it leaves slots idle while a model has to be changed for that one.',
  ]
  return Promise.resolve({ title: 'whose turn', rows, notes })
}

function rowsOf(what: string, one: Case, before: Result[], now: Result[], alone?: Result[]): Row[] {
  const mean = (some: Result[], of: (r: Result) => number) =>
    some.reduce((sum, r) => sum + of(r), 0) / some.length
  const worst = (some: Result[]) => Math.max(...some.map(r => r.worst))
  const rate = [before, now].map(some => mean(some, r => r.perHour)) as [number, number]
  const waits = [worst(before), worst(now)] as const
  const twice = now.reduce((sum, r) => sum + r.twice, 0)
  const row = (name: string, a: number, b: number, aim?: Row['aim'], digits = 0): Row => ({
    what: `${what}: ${name}`,
    direct: a.toFixed(digits),
    burrow: b.toFixed(digits),
    over: `${(b / a).toFixed(2)}x`,
    ...(aim === undefined ? {} : { aim }),
  })
  const rows = [
    row(
      'answers an hour',
      ...rate,
      one === base
        ? { words: '>= 1.3x and 225', met: rate[1] / rate[0] >= 1.3 && rate[1] >= 224.5 }
        : undefined
    ),
    row(
      'worst wait, s',
      ...waits,
      one.strangersS === undefined ? undefined : { words: '<= 1.1x', met: waits[1] <= 1.1 * waits[0] }
    ),
    { what: `${what}: Q1 broken`, burrow: String(twice), aim: { words: '0', met: twice === 0 } },
  ]
  if (one.regulars > 0) {
    const [jain, least] = [mean(now, r => r.jain), mean(now, r => r.least)]
    rows.push(
      row(
        'Jain',
        mean(before, r => r.jain),
        jain,
        { words: '>= 0.99', met: jain >= 0.99 },
        3
      )
    )
    rows.push(
      row(
        'least served / mean',
        mean(before, r => r.least),
        least,
        { words: '>= 0.9', met: least >= 0.9 },
        2
      )
    )
  }
  if (alone !== undefined) {
    const [without, beside] = [mean(alone, r => r.p95), mean(now, r => r.p95)]
    rows.push({
      what: `${what}: p95 of the others, s (without the greedy)`,
      direct: without.toFixed(0),
      burrow: beside.toFixed(0),
      over: `${(beside / without).toFixed(2)}x`,
      aim: { words: '<= 1.2x', met: beside <= 1.2 * without },
    })
  }
  return rows
}
