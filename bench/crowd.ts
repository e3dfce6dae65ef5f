/** Many visitors who ask at the same moment. Every answer is compared to the character, as it came and as history keeps it. */

import { benchAnswer } from '../demo/server.ts'
import { Direct } from './direct.ts'
import { EVEN, type Home } from './home.ts'
import { median, more, ms, ratio, worst } from './numbers.ts'
import { rateOf } from './rate.ts'
import type { Row, Section } from './table.ts'
import type { Told } from './told.ts'
import { Visitor } from './visitor.ts'

/** Milliseconds to the first token at the median with a hundred; the best peer takes 1,700. */
const FIRST_AIM = 300
const RATE_AIM = 0.98

const TOKENS = 200

interface Crowd {
  first: number[]
  rates: number[]
  wrong: number
  /** Why each failed that did. */
  failed: string[]
}

export async function measureCrowds(
  home: Home,
  sizes: { visitors: number; rounds: number }[]
): Promise<Section> {
  const rows: Row[] = []
  const why = new Set<string>()
  for (const { visitors, rounds } of sizes) {
    const [direct, burrow] = [empty(), empty()]
    for (let n = 0; n < rounds; n += 1) {
      add(
        direct,
        await ask(
          Array.from({ length: visitors }, () => new Direct(home.demo)),
          n
        )
      )
      add(
        burrow,
        await ask(
          Array.from({ length: visitors }, () => new Visitor(home.burrow.url)),
          n
        )
      )
    }
    rows.push(...describe(visitors, visitors * rounds, direct, burrow))
    for (const reason of [...direct.failed, ...burrow.failed]) why.add(reason)
  }
  return {
    title: 'Visitors who ask at the same moment',
    rows,
    notes: [
      `Each with a cookie and an open connection of their own, ${TOKENS} tokens at 50 a second; ${sizes.map(size => size.rounds).join(', ')} rounds.`,
      'Best peer with 100: first token 1,700 ms at the median.',
      ...[...why].slice(0, 5).map(reason => `failed: ${reason}`),
    ],
  }
}

/** All arrive, then all ask at once. A visitor's answer is read from history too once everybody has theirs. */
async function ask(people: (Direct | Visitor)[], round: number): Promise<Crowd> {
  const found = empty()
  await Promise.all(people.map(one => one.arrive()))
  const answers = await Promise.allSettled(
    people.map(async (one, n) => {
      const question = `Round ${round}, visitor ${n}, tokens=${TOKENS}`
      const told: Told & { next?: { chat: string } } = await one.ask(EVEN, question)
      return { one, told, right: benchAnswer(question) }
    })
  )
  for (const answer of answers) {
    if (answer.status === 'rejected') {
      found.failed.push(String(answer.reason))
      continue
    }
    const { one, told, right } = answer.value
    found.first.push(told.firstMs)
    found.rates.push(rateOf(told, TOKENS))
    const kept = one instanceof Visitor && told.next ? await remembered(one, told.next.chat) : right
    if (told.text !== right || kept !== right) found.wrong += 1
  }
  for (const one of people) one.leave()
  return found
}

/** The finished answer as history keeps it; null if there is none. */
async function remembered(visitor: Visitor, chat: string): Promise<string | null> {
  const { messages } = await visitor.open(chat)
  return messages.find(message => message.role === 'assistant' && message.status === 'done')?.text ?? null
}

const empty = (): Crowd => ({ first: [], rates: [], wrong: 0, failed: [] })

function add(all: Crowd, other: Crowd): void {
  all.first.push(...other.first)
  all.rates.push(...other.rates)
  all.failed.push(...other.failed)
  all.wrong += other.wrong
}

function describe(visitors: number, asked: number, direct: Crowd, burrow: Crowd): Row[] {
  const bad = burrow.failed.length + burrow.wrong
  const first = median(burrow.first)
  const share = median(burrow.rates) / median(direct.rates)
  return [
    {
      what: `${visitors}: failed, or not right to the character`,
      direct: `${direct.failed.length + direct.wrong} of ${asked}`,
      burrow: `${bad} of ${asked}`,
      aim: { words: 'none', met: bad === 0 },
    },
    {
      what: `${visitors}: first token, median`,
      direct: ms(median(direct.first)),
      burrow: ms(first),
      over: more(first - median(direct.first)),
      ...(visitors === 100 ? { aim: { words: ms(FIRST_AIM), met: first <= FIRST_AIM } } : {}),
    },
    {
      what: `${visitors}: first token, worst`,
      direct: ms(worst(direct.first)),
      burrow: ms(worst(burrow.first)),
      over: more(worst(burrow.first) - worst(direct.first)),
    },
    {
      what: `${visitors}: tokens a second, median`,
      direct: median(direct.rates).toFixed(1),
      burrow: median(burrow.rates).toFixed(1),
      over: ratio(share),
      aim: { words: ratio(RATE_AIM), met: share >= RATE_AIM },
    },
  ]
}
