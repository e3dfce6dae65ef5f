/** The box goes away for five seconds in the middle of answers, and comes back. */

import { setTimeout } from 'node:timers/promises'
import { benchAnswer } from '../demo/server.ts'
import { Visitor } from '../test/visitor.ts'
import { watch, Watched } from '../test/watch.ts'
import { boxOf } from './box.ts'
import { retrySeconds } from './harness.ts'
import { EVEN, type Home } from './home.ts'
import { median, more, ms, sum, worst } from './numbers.ts'
import type { Section } from './table.ts'

const AWAY_MS = 5_000

/** Before that: an answer has 50 tokens by then, and has been journaled once. */
const WRITING_MS = 1_500

/** What may be added to the least that the waits between tries allow: two probes, a connection, a token. */
const AIM_MS = 500

const VISITORS = 5
const TOKENS = 150

export async function measureOutage(home: Home): Promise<Section> {
  const box = boxOf(home.demo)
  const visitor = new Visitor(home.burrow.url)
  await visitor.chats()
  const questions = Array.from({ length: VISITORS }, (_, n) => `Outage ${n}, tokens=${TOKENS}`)
  const answers = questions.map(question => ({ question, watched: new Watched(), newAt: 0 }))
  let backAt = Number.POSITIVE_INFINITY
  const reading = answers.map(async answer => {
    const { response } = await visitor.ask(EVEN, answer.question)
    // While the box is away no text comes, so the first one after that is new.
    const note = ({ seen }: Watched) => {
      const now = performance.now()
      if (answer.newAt === 0 && now > backAt && seen.at(-1)?.type === 'text') answer.newAt = now
      return false
    }
    await watch(response, note, answer.watched)
  })
  await setTimeout(WRITING_MS)
  const goneAt = performance.now()
  await box.switch({ down: true, cut: true })
  await setTimeout(AWAY_MS)
  backAt = performance.now()
  await box.switch({ down: false })
  await Promise.all(reading)
  const least = leastMs(backAt - goneAt)
  const took = answers.map(({ newAt }) => newAt - backAt)
  const wrong = answers.filter(({ question, watched }) => watched.text !== benchAnswer(question)).length
  return {
    title: 'The box is away for 5 s in the middle of an answer',
    rows: [
      { what: 'box back to the first new text: the least that the waits allow', burrow: ms(least) },
      {
        what: 'box back to the first new text, median',
        burrow: ms(median(took)),
        over: more(median(took) - least),
      },
      {
        what: 'box back to the first new text, worst',
        burrow: ms(worst(took)),
        over: more(worst(took) - least),
        aim: { words: more(AIM_MS), met: worst(took) - least <= AIM_MS },
      },
      {
        what: 'answers not right to the character',
        burrow: `${wrong} of ${VISITORS}`,
        aim: { words: 'none', met: wrong === 0 },
      },
    ],
    notes: [
      `${VISITORS} answers at once, every connection to the box reset. Tries after ${retrySeconds().join(', ')} s (RETRY_SECONDS); "over" is over that least.`,
    ],
  }
}

/** From the end of an outage to the first try that can succeed. */
function leastMs(awayMs: number): number {
  const waits = retrySeconds().map(seconds => seconds * 1_000)
  const tries = waits.map((_, n) => sum(waits.slice(0, n + 1)))
  return (tries.find(at => at >= awayMs) ?? Number.NaN) - awayMs
}
