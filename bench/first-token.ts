/** How much later the first token comes through Burrow than from the model box itself. One question at a time, by turns. */

import { Direct } from './direct.ts'
import { FAST, type Home } from './home.ts'
import { more, ms, quantile } from './numbers.ts'
import type { Row, Section } from './table.ts'
import { Visitor } from './visitor.ts'

/** Milliseconds at the median; the best peer takes 21. */
const AIM = 10

const TOKENS = 5

export async function measureFirstToken(
  { demo, burrow }: Home,
  rounds: number,
  warm: number
): Promise<Section> {
  const [direct, visitor] = [new Direct(demo), new Visitor(burrow.url)]
  const found = { direct: [] as number[], fresh: [] as number[], later: [] as number[] }
  await Promise.all([direct.arrive(), visitor.arrive()])
  for (let n = -warm; n < rounds; n += 1) {
    const question = `Question ${n}, tokens=${TOKENS}`
    const alone = await direct.ask(FAST, question)
    const { next, ...fresh } = await visitor.ask(FAST, question)
    const later = await visitor.ask(FAST, question, next)
    if (n < 0) continue
    found.direct.push(alone.firstMs)
    found.fresh.push(fresh.firstMs)
    found.later.push(later.firstMs)
  }
  direct.leave()
  visitor.leave()
  return {
    title: 'First token, nobody else asks',
    rows: [
      row('new chat, median', found.direct, found.fresh, 0.5, true),
      row('new chat, 95 of 100', found.direct, found.fresh, 0.95),
      row('second question of a chat, median', found.direct, found.later, 0.5, true),
      row('second question of a chat, 95 of 100', found.direct, found.later, 0.95),
    ],
    notes: [
      `${rounds} rounds of direct, new chat, second question, after ${warm} to warm up. Best peer: +21 ms.`,
    ],
  }
}

function row(what: string, direct: number[], burrow: number[], share: number, aimed = false): Row {
  const later = quantile(burrow, share) - quantile(direct, share)
  return {
    what,
    direct: ms(quantile(direct, share)),
    burrow: ms(quantile(burrow, share)),
    over: more(later),
    ...(aimed ? { aim: { words: `+${AIM} ms`, met: later <= AIM } } : {}),
  }
}
