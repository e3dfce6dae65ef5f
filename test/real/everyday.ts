/** What everybody does every day: ask, ask again, stop, leave and come back, delete. */

import { strict as assert } from 'node:assert'
import { until } from '../system.ts'
import { ask, type Chat, good } from '../visitor.ts'
import { begun, watch, Watched } from '../watch.ts'
import { type House, lastOf } from './house.ts'

const LONG = 'Write a long story about a lighthouse keeper, in many paragraphs.'

export interface First {
  chat: Chat
  turn: string
}

export async function mainJob({ visitor }: House, model: string): Promise<First> {
  const { chat, turn, response } = await visitor.ask(model, 'What is a lighthouse? Answer in one sentence.')
  const { text, thinking, message } = await watch(response)
  assert.equal(message?.status, 'done')
  assert.ok(text.trim().length > 0, 'the answer is empty')
  assert.deepEqual(await lastOf(chat), message)
  assert.equal(message.text, text)
  assert.equal(message.thinking ?? '', thinking)
  assert.ok((message.figures?.answerTokens ?? 0) > 0, 'no figures came')
  return { chat, turn }
}

export async function remembered(
  { upstream }: House,
  model: string,
  { chat, turn: parent }: First
): Promise<void> {
  const before = (await chat.open()).messages.map(({ role, text }) => ({ role, content: text }))
  const question = ask(model, 'Say that again in other words.', { parent })
  const { message } = await watch(await chat.send(question))
  assert.equal(message?.status, 'done')
  const [sent] = upstream('Say that again in other words.')
  const { messages } = JSON.parse(sent?.body ?? '{}') as { messages: unknown }
  assert.deepEqual(messages, [...before, { role: 'user', content: question.text }])
}

/** Returns the milliseconds that the upstream took to close. */
export async function stops({ visitor, upstream }: House, model: string): Promise<number> {
  const { chat, turn, response } = await visitor.ask(model, LONG)
  const watched = new Watched()
  const ended = watch(response, undefined, watched)
  await until('the answer has begun', () => begun(watched), 60_000)
  const request = upstream(LONG).at(-1)
  const at = performance.now()
  good(await chat.stop(turn))
  await until('the upstream is closed', () => request?.over, 1_000)
  const took = performance.now() - at
  const { message, text } = await ended
  assert.equal(message?.status, 'stopped')
  assert.equal(message.text, text)
  assert.deepEqual(await lastOf(chat), message)
  return took
}

/** Returns in how many pieces the answer was read. */
export async function comesBack({ visitor, upstream }: House, model: string): Promise<number> {
  const { chat, turn, response } = await visitor.ask(model, `${LONG} Begin with the weather.`)
  const watched = new Watched()
  const afterAWhile = () => {
    const { length } = watched.seen
    return ({ seen, end }: Watched) => end === undefined && seen.length > length + 8
  }
  await watch(response, afterAWhile(), watched)
  let pieces = 1
  for (; watched.end === undefined && pieces < 20; pieces += 1) {
    await watch(await chat.attach(turn, watched.at), afterAWhile(), watched)
  }
  if (watched.end === undefined) await watch(await chat.attach(turn, watched.at), undefined, watched)
  assert.equal(watched.message?.status, 'done', JSON.stringify(watched.end ?? watched.seen.at(-1)))
  assert.equal((await lastOf(chat))?.text, watched.text)
  assert.equal(upstream('Begin with the weather.').length, 1)
  return pieces + 1
}

export async function deletes({ visitor }: House, chat: Chat): Promise<void> {
  assert.equal((await chat.delete()).status, 204)
  assert.equal((await visitor.call('GET', chat.path)).status, 404)
  const { chats } = await visitor.chats()
  assert.ok(!chats.some(({ id }) => id === chat.id), 'it is still listed')
}
