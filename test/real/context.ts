/** A chat that outgrows what its model can read: Burrow leaves out, rarely and deep, and Ollama cuts nothing. */

import { strict as assert } from 'node:assert'
import { ask } from '../visitor.ts'
import { watch } from '../watch.ts'
import { type House, Skipped } from './house.ts'

const QUESTIONS = 20

/** So many of them must find their prefix read: where an answer has a sentence or two, four or five turns go between two cuts. */
const WARM = 15

/** A context that so many questions and answers outgrow. */
const MOST_CONTEXT = 4_096

/** Read in less than this share of the time that reading all of it would take. */
const WARM_SHARE = 0.5

export interface Outgrown {
  context: number
  /** Questions that found most of their prompt read already, by `prompt_eval_duration`. */
  warm: number
  /** Prompts that were chosen anew. */
  cuts: number
  /** Tokens of all answers. */
  answered: number
  most: number
}

/** `[C1]` */
export async function outgrows({ visitor, upstream }: House, model: string): Promise<Outgrown> {
  const chat = visitor.chat()
  const words = 'the lighthouse, its keeper, the sea at night and a ship that never came'
  let parent: string | null = null
  let cold = 0
  let context = 0
  const found = { warm: 0, cuts: 0, most: 0, answered: 0 }
  let first: string | undefined
  for (let n = 0; n < QUESTIONS; n += 1) {
    const text = `${n === 0 ? `Here is a long list of words to begin with: ${words.repeat(20)}. ` : ''}Question ${n} of our outgrown chat: tell me in one short sentence something new about ${words}.`
    const question = ask(model, text, { parent })
    const { message, end } = await watch(await chat.send(question))
    assert.equal(message?.status, 'done', JSON.stringify(end))
    parent = question.turn
    const { promptTokens = 0, promptNs = 0, context: reported } = message.figures ?? {}
    context = reported ?? context
    if (context > MOST_CONTEXT) throw new Skipped(`a context of ${context} tokens is not outgrown here`)
    if (n === 0) cold = promptNs / promptTokens
    else if (promptNs < promptTokens * cold * WARM_SHARE) found.warm += 1
    found.most = Math.max(found.most, promptTokens)
    found.answered += message.figures?.answerTokens ?? 0
    const sent = JSON.parse(upstream(`Question ${n} of our outgrown chat`).at(-1)?.body ?? '{}') as {
      truncate?: boolean
      shift?: boolean
      messages: { role: string; content: string }[]
    }
    assert.equal(sent.truncate, false, 'Ollama may cut in silence')
    assert.equal(sent.shift, undefined)
    assert.equal(sent.messages[0]?.role, 'user', 'it begins with a dangling answer')
    assert.ok(context === 0 || promptTokens < context, `${promptTokens} of ${context} tokens`)
    if (n > 0 && sent.messages[0]?.content !== first) found.cuts += 1
    first = sent.messages[0]?.content
  }
  const told = JSON.stringify(found)
  // All but the first, and those whose messages were chosen anew.
  assert.ok(found.warm >= QUESTIONS - 1 - found.cuts, `a prefix that was kept was read again: ${told}`)
  assert.ok(found.warm >= WARM, `of ${QUESTIONS} too few found their prefix read: ${told}`)
  return { context, ...found }
}
