/**
 * A model and a question to compare answers with: asked twice, it says the same to the letter, which a model at
 * temperature 0 does. It must be able to go on with half an answer, and one that thinks cannot.
 */

import { watch } from '../watch.ts'
import type { Model } from '../../workers/protocol/nouns.ts'
import { ANSWER_TOKENS, type House, Skipped } from './house.ts'

/** What a small model answers with a paragraph that it ends by itself. */
const QUESTIONS = [
  'Explain in a few sentences how a lighthouse works.',
  'What is a lighthouse? Answer in one paragraph.',
  'Describe a lighthouse in five sentences.',
]

/** Fewer tokens are too few to be cut at many places. */
const LEAST_TOKENS = 40

/** An answer that the limit ends is not compared: Burrow only estimates how much of it a half answer has used up. */
const MOST_TOKENS = ANSWER_TOKENS / 2

export interface Steady {
  model: string
  question: string
  /** The uninterrupted answer, asked through Burrow. */
  text: string
  /** Lines of it that carry text. */
  lines: number
}

export async function findSteady(house: House, models: Model[]): Promise<Steady> {
  const why: string[] = []
  for (const { name, thinks } of models) {
    const no = thinks
      ? 'thinks'
      : (await goesOn(house.ollama, name))
        ? null
        : 'cannot go on with half an answer'
    const found = no === null ? await tryAll(house, name) : no
    if (typeof found !== 'string') return found
    why.push(`${name} ${found}`)
  }
  throw new Skipped(`No model to compare with: ${why.join('; ')}. MODEL=… chooses one.`)
}

/** The answer that came twice, or what there is against the model. */
async function tryAll(house: House, model: string): Promise<Steady | string> {
  for (const question of QUESTIONS) {
    const first = await askOnce(house, model, question)
    if (first === null) continue
    const second = await askOnce(house, model, question)
    return second?.text === first.text ? first : 'answers differently each time'
  }
  return 'ends no answer of ours by itself, at a length that is of use'
}

async function askOnce(house: House, model: string, question: string): Promise<Steady | null> {
  const { response } = await house.visitor.ask(model, question)
  const { message } = await watch(response)
  const { reason, answerTokens = 0 } = message?.figures ?? {}
  if (message === undefined || reason !== 'stop') return null
  if (answerTokens < LEAST_TOKENS || answerTokens > MOST_TOKENS) return null
  // The last line says only that the answer is complete.
  const lines = (house.upstream(question).at(-1)?.lines ?? 0) - 1
  return { model, question, text: message.text, lines }
}

/** Asked of the Ollama itself, in the way that it shows the prompt which it would send to its runner. */
async function goesOn(ollama: string, model: string): Promise<boolean> {
  const messages = [
    { role: 'user', content: 'Say it.' },
    { role: 'assistant', content: 'It is HALFAN' },
  ]
  const body = { model, messages, options: { num_predict: 1 }, stream: false, _debug_render_only: true }
  const response = await fetch(`${ollama}/api/chat`, { method: 'POST', body: JSON.stringify(body) })
  const shown = (await response.json()) as { _debug_info?: { rendered_template?: string } }
  return shown._debug_info?.rendered_template?.endsWith('HALFAN') ?? false
}
