/** Tokens a second of one answer, direct and through Burrow, by turns. */

import { Direct } from './direct.ts'
import { EVEN, FAST, type Home } from './home.ts'
import { median, rate, ratio } from './numbers.ts'
import type { Row, Section } from './table.ts'
import type { Told } from './told.ts'
import { Visitor } from './visitor.ts'

/** Of direct, at a model's own pace. */
const AIM = 0.98

export const rateOf = ({ streamMs }: Told, tokens: number): number => ((tokens - 1) / streamMs) * 1_000

export async function measureRate(home: Home, rounds: { even: number; fast: number }): Promise<Section> {
  const even = await compare(home, EVEN, 200, rounds.even)
  const fast = await compare(home, FAST, 2_000, rounds.fast)
  return {
    title: 'Tokens a second of one answer',
    rows: [
      row('a model of 50 a second, 200 tokens', even, AIM),
      row('as fast as it can, 2,000 tokens', fast),
    ],
    notes: [`Medians of ${rounds.even} and ${rounds.fast}, from the first token to the last.`],
  }
}

interface Rates {
  direct: number
  burrow: number
}

async function compare(
  { demo, burrow }: Home,
  model: string,
  tokens: number,
  rounds: number
): Promise<Rates> {
  const [direct, visitor] = [new Direct(demo), new Visitor(burrow.url)]
  const found = { direct: [] as number[], burrow: [] as number[] }
  await Promise.all([direct.arrive(), visitor.arrive()])
  for (let n = 0; n < rounds; n += 1) {
    const question = `Question ${n}, tokens=${tokens}`
    found.direct.push(rateOf(await direct.ask(model, question), tokens))
    found.burrow.push(rateOf(await visitor.ask(model, question), tokens))
  }
  direct.leave()
  visitor.leave()
  return { direct: median(found.direct), burrow: median(found.burrow) }
}

function row(what: string, { direct, burrow }: Rates, aim?: number): Row {
  const share = burrow / direct
  return {
    what,
    direct: rate(direct),
    burrow: rate(burrow),
    over: ratio(share),
    ...(aim === undefined ? {} : { aim: { words: ratio(aim), met: share >= aim } }),
  }
}
