/** Ten people at once before a real Ollama that answers one at a time, of two models where it has two. */

import { Visitor } from '../visitor.ts'
import { watch } from '../watch.ts'
import type { Asked } from '../tap.ts'
import type { Model } from '../../workers/protocol/nouns.ts'
import type { House } from './house.ts'

const PEOPLE = 10

export interface Crowd {
  models: number
  changes: number
  /** Milliseconds from the end of one request for an answer to the next, where the model stayed. */
  gaps: number[]
}

/** Each is answered to the end, none is aborted, and never are two asked at once. */
export async function crowd(house: House, models: readonly Model[]): Promise<Crowd> {
  const two = models.slice(0, 2).map(({ name }) => name)
  const before = house.tap.asked.length
  const ends = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, n) => {
      const model = two[n % two.length] ?? ''
      const { response } = await new Visitor(house.visitor.url).ask(model, `Name ${n + 2} colours, briefly.`)
      const { message, problem } = await watch(response)
      if (message?.status !== 'done') throw new Error(`Somebody was not answered: ${problem?.code}`)
      return message.text
    })
  )
  if (ends.some(text => text === '')) throw new Error('Somebody was answered nothing.')
  const answers = house.tap.asked
    .slice(before)
    .filter(isAnswer)
    .toSorted((a, b) => a.at - b.at)
  if (answers.length !== PEOPLE) throw new Error(`${answers.length} requests for ${PEOPLE} answers`)
  const pairs = answers.slice(1).map((next, n) => ({ next, last: answers[n] }))
  const both = pairs.filter(({ next, last }) => last !== undefined && next.at < last.overAt)
  if (both.length > 0) throw new Error(`${both.length} times two were asked at once`)
  const same = pairs.filter(({ next, last }) => last !== undefined && modelOf(next) === modelOf(last))
  return {
    models: two.length,
    changes: pairs.length - same.length,
    gaps: same.map(({ next, last }) => Math.round(next.at - (last?.overAt ?? 0))).toSorted((a, b) => a - b),
  }
}

const isAnswer = ({ path, body }: Asked): boolean => path === '/api/chat' && body.includes('"stream":true')

const modelOf = ({ body }: Asked): string => (JSON.parse(body) as { model: string }).model
