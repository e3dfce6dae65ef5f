/** One answer from the slot that it waits for to the slot that it leaves behind. */

import type { ServerResponse } from 'node:http'

import type { Box } from './box.ts'
import { questionOf, untilPrefill } from './conversation.ts'
import { errors } from './errors.ts'
import type { LoadOptions } from './memory.ts'
import type { DemoModel } from './model.ts'
import { SYSTEM } from './model.ts'
import type { ChatAsk } from './parse-chat.ts'
import { planAnswer } from './plan.ts'
import type { Prompt } from './prompt.ts'
import { cutToFit } from './prompt.ts'
import { Reading } from './reading.ts'
import type { RecordedRequest } from './record.ts'
import type { Lease } from './slots.ts'
import { Turn } from './turn.ts'

/** What is asked of a model that is in memory, and when that began. */
export interface Asked {
  model: DemoModel
  options: LoadOptions
  ask: ChatAsk
  record: RecordedRequest
  response: ServerResponse
  /** Aborts when the client is gone. */
  client: AbortController
  /** In milliseconds of `performance.now()`. */
  arrived: number
  loaded: number
}

/** Waits for a slot, reads the prompt and plays the model. */
export async function answer(box: Box, asked: Asked): Promise<void> {
  const { model, options, ask, client } = asked
  const template = { system: SYSTEM, continues: model.continues }
  const prompt = cutToFit(ask.messages, template, options.context)
  const lease = await box.slots.take(model.name, prompt.text, client.signal)
  try {
    if (ask.truncate === false && prompt.dropped + prompt.cut > 0) throw errors.tooLong()
    if (!options.shift && prompt.cut > 0) throw errors.promptTooLong()
    await readAndPlay(box, asked, prompt, lease)
  } finally {
    lease.release()
  }
}

async function readAndPlay(box: Box, asked: Asked, prompt: Prompt, { slot, release }: Lease): Promise<void> {
  const { model, options, ask, record, response, client, arrived, loaded } = asked
  const { switches } = box
  const reading = new Reading(prompt, slot, switches.readMs ?? (switches.rate === 0 || model.rate ? 0 : null))
  const { dropped, cut, tokens, messages } = prompt
  Object.assign(record, { promptTokens: tokens.length, freshTokens: reading.fresh, dropped, cut })
  const known = { ...ask, messages }
  const whole = model.answer(untilPrefill(messages))
  const turn = new Turn({
    name: model.name,
    record,
    response,
    client,
    rate: model.rate?.(questionOf(messages)) ?? switches.rate,
    ask: known,
    plan: planAnswer(whole, model.continues, known, record, options.shift),
    clock: { arrived, loaded, begun: performance.now(), firstToken: undefined },
    tries: earlier(box, record),
    holds: box.holds,
  })
  let read = false
  box.turns.add(turn)
  try {
    if (reading.leftMs > 0) await turn.pause(reading.leftMs)
    read = true
    await model.play(turn)
  } finally {
    box.turns.delete(turn)
    slot.held = read || switches.readsOn ? heldAfter(prompt, record) : reading.soFar
    if (!read && switches.readsOn) release(reading.leftMs)
  }
}

/** A context that has shifted begins with nothing that a next prompt begins with. */
function heldAfter({ text }: Prompt, { shifted, thinking, content }: RecordedRequest): string {
  return shifted > 0 ? '' : text + thinking + content
}

/** How often the same conversation was put to the same model before, with or without a partial answer at its end. */
function earlier(box: Box, record: RecordedRequest): number {
  if (!record.model.startsWith('fault-')) return 0
  const conversation = conversationOf(record)
  return box.records.requests.filter(
    each => each.id < record.id && each.model === record.model && conversationOf(each) === conversation
  ).length
}

function conversationOf({ kind, messages }: RecordedRequest): string {
  return kind + JSON.stringify(untilPrefill(messages))
}
