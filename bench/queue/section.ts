/** The order of the queue, simulated: the gateway's own rule against first come, over seeds. No clock and no box. */

import type { Row, Section } from '../table.ts'
import { type Case, HOURS } from './people.ts'
import type { Result } from './result.ts'
import { type Rule, simulate } from './simulate.ts'

const SEEDS = 10
const QUICK_SEEDS = 2

const THREE = [0.6, 0.3, 0.1]
const CLASS: Case = { regulars: 30, shares: THREE, changeS: 20 }

const CASES: [string, Case][] = [
  ['class of 30, 3 models, 20 s', CLASS],
  ['class of 30, 2 models, 20 s', { ...CLASS, shares: [0.7, 0.3] }],
  ['class of 30, 1 model', { ...CLASS, shares: [1] }],
  ['class of 10, 3 models, 8 s', { ...CLASS, regulars: 10, changeS: 8 }],
  ['30, one asks 50 at once', { ...CLASS, greedy: 50 }],
  ['10, a stranger every 10 s', { ...CLASS, regulars: 10, strangersS: 10 }],
  ['1,000 open arrivals', { ...CLASS, regulars: 0, strangersS: 14, open: true }],
  ['30, answers of the rarest take 4 ×', { ...CLASS, times: { m2: 4 } }],
  ['10, the same', { ...CLASS, regulars: 10, times: { m2: 4 } }],
  ['30, 2 slots', { ...CLASS, slots: 2 }],
  ['30, 2 resident models', { ...CLASS, room: 2 }],
  ['30, 2 hosts', { ...CLASS, hosts: 2 }],
  ['30, 2 hosts of 2 slots and 2 resident models', { ...CLASS, hosts: 2, slots: 2, room: 2 }],
]

/** Answers an hour of the class by the rule as it was chosen, in the simulation that it was chosen by. */
const CHOSEN = 224.5

export function measureQueue(quick: boolean): Promise<Section> {
  const seeds = Array.from({ length: quick ? QUICK_SEEDS : SEEDS }, (_, n) => n + 1)
  const all = (one: Case, rule: Rule) => seeds.map(seed => simulate(seed, one, rule))
  const rows = CASES.flatMap(([what, one]) => {
    const [before, now] = [all(one, 'first come'), all(one, 'since')]
    return [
      ...rowsOf(one, before, now),
      ...(one.regulars > 0 ? fairness(before, now) : []),
      ...(one.greedy === undefined ? [] : besideGreed(all({ ...one, greedy: 0 }, 'since'), before, now)),
      foreseen(now),
    ].map(row => ({ ...row, what: `${what}: ${row.what}` }))
  })
  const notes = [
    `${seeds.length} seeds of ${HOURS} hours; direct is first come. Waits are those of the regulars, or of all where none is.`,
    'Least served: the mean of the seeds, and the worst and best seed. Beside strangers a regular has 6 to 10 answers in the',
    'whole time, so that one fewer than the mean is 0.83 to 0.9 of it.',
    'What an answer takes is told to the rule as a mean for its model; one in six takes less than a third of it, one in ten more',
    'than twice. Of four such answers the sum is within 30 % of its mean for 52 %, of fifteen for 81 %; the best other figure does so for 1 % more.',
    'First come lets nobody pass its head, so it leaves slots idle while a model has to be changed for that one.',
  ]
  return Promise.resolve({ title: 'Whose turn', rows, notes })
}

const mean = (some: Result[], of: (one: Result) => number) =>
  some.reduce((sum, one) => sum + of(one), 0) / some.length
const longest = (some: Result[]) => Math.max(...some.map(({ worst }) => worst))

const row = (what: string, direct: number, burrow: number, digits: number, aim?: Row['aim']): Row => ({
  what,
  direct: direct.toFixed(digits),
  burrow: burrow.toFixed(digits),
  over: `${(burrow / direct).toFixed(2)} ×`,
  ...(aim && { aim }),
})

function rowsOf(one: Case, before: Result[], now: Result[]): Row[] {
  const [slow, fast] = [mean(before, ({ perHour }) => perHour), mean(now, ({ perHour }) => perHour)]
  const [long, short] = [longest(before), longest(now)]
  const twice = now.reduce((sum, { twice: n }) => sum + n, 0)
  const chosen = { words: '1.3 × and 225', met: fast / slow >= 1.3 && fast >= CHOSEN }
  const strangers = { words: 'at most 1.1 ×', met: short <= 1.1 * long }
  return [
    row('answers an hour', slow, fast, 0, one === CLASS ? chosen : undefined),
    row('worst wait, s', long, short, 0, one.strangersS === undefined ? undefined : strangers),
    { what: 'Q1 broken', burrow: `${twice}`, aim: { words: '0', met: twice === 0 } },
  ]
}

function fairness(before: Result[], now: Result[]): Row[] {
  const [jainBefore, jain] = [mean(before, one => one.jain), mean(now, one => one.jain)]
  const [leastBefore, least] = [mean(before, one => one.least), mean(now, one => one.least)]
  const each = now.map(one => one.least)
  const [worst, best] = [Math.min(...each).toFixed(2), Math.max(...each).toFixed(2)]
  return [
    row('Jain', jainBefore, jain, 3, { words: '0.99', met: jain >= 0.99 }),
    row(`least served of the mean (${worst} to ${best})`, leastBefore, least, 2, {
      words: '0.9',
      met: least >= 0.9,
    }),
  ]
}

function besideGreed(alone: Result[], before: Result[], now: Result[]): Row[] {
  const [without, beside] = [mean(alone, ({ p95 }) => p95), mean(now, ({ p95 }) => p95)]
  const aim = { words: 'at most 1.2 ×', met: beside <= 1.2 * without }
  const refused = (some: Result[]) => mean(some, one => one.refused)
  return [
    row('p95 of the others, s; direct is without the greedy', without, beside, 0, aim),
    row('refused, and asked again when they were told to', refused(before), refused(now), 0),
  ]
}

function foreseen(now: Result[]): Row {
  const shares = now.flatMap(one => one.foreseen)
  const near = shares.filter(share => share > 0.7 && share < 1.3).length / shares.length
  return {
    what: 'waits within 30 % of what was told, 3 or more ahead',
    burrow: `${(100 * near).toFixed(0)} % of ${shares.length}`,
    aim: { words: '80 %', met: near >= 0.8 },
  }
}
