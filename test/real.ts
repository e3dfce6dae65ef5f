/**
 * The main job against a real Ollama, the one at OLLAMA_URL, with its smallest model that chats: `npm run test:real`.
 * A real model writes what it likes, so what is checked is what Burrow promises whatever is written.
 */

import { strict as assert } from 'node:assert'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answers, startBurrow } from '../scripts/burrow.ts'
import { buildPage } from '../scripts/page.ts'
import type { Message, ModelList, Status } from '../workers/protocol/nouns.ts'
import { freePort, until } from './system.ts'
import { type Asked, startTap } from './tap.ts'
import { ask, type Chat, good, Visitor } from './visitor.ts'
import { begun, watch, Watched } from './watch.ts'

/** Long enough to be left and come back to, short enough to be waited for. */
const ANSWER_TOKENS = '300'

const LONG = 'Write a long story about a lighthouse keeper, in many paragraphs.'

const ollama = (process.env['OLLAMA_URL'] ?? '').replace(/\/+$/, '')
if (ollama === '' || !(await answers(`${ollama}/api/version`))) {
  console.error(
    ollama === ''
      ? 'OLLAMA_URL is not set: say where a real Ollama is, for instance OLLAMA_URL=http://127.0.0.1:11434.'
      : `No Ollama answers at ${ollama}.`
  )
  process.exit(1)
}

await buildPage()
const state = await mkdtemp(join(tmpdir(), 'burrow-real-'))
const tap = await startTap(ollama)
const vars = { ANSWER_TOKENS }
const burrow = await startBurrow({ port: await freePort(), ollama: tap.url, state, vars })
process.once('SIGINT', () => void burrow.stop().then(() => process.exit(130)))
const visitor = new Visitor(burrow.url)
let passed = 0
let failed = 0
try {
  const model = await smallest()
  const first = await check('asks, and the answer is kept to the character', () => mainJob(model))
  if (first) await check('is remembered: the model is sent what was said', () => remembered(model, first))
  await check('[T5] stops: the box is let go of within a second, what had come is kept', () => stops(model))
  await check('[T4] [T6] comes back at other places and misses nothing', () => comesBack(model))
  if (first) await check('deletes for good', () => deletes(first.chat))
} catch (error) {
  failed += 1
  console.error(error)
} finally {
  await burrow.stop()
  await tap.close()
  await rm(state, { recursive: true, force: true, maxRetries: 3 })
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** Undefined when it failed; what builds on it is then not tried. */
async function check<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
  const began = performance.now()
  const took = () => `(${((performance.now() - began) / 1_000).toFixed(1)} s)`
  try {
    const found = await work()
    passed += 1
    console.log(`passed  ${what} ${took()}`)
    return found
  } catch (error) {
    failed += 1
    console.log(
      `FAILED  ${what} ${took()}\n${error instanceof Error ? error.stack : String(error)}\n${burrow.said()}`
    )
    return undefined
  }
}

async function smallest(): Promise<string> {
  const { version, demo, box } = await visitor.get<Status>('/api/status')
  const { models } = await visitor.get<ModelList>('/api/models')
  const [first] = models.toSorted((a, b) => a.size - b.size)
  console.log(`Burrow ${version}, box ${box}${demo ? ' (a demo)' : ''}, ${models.length} models that chat`)
  if (first === undefined) throw new Error('This Ollama has no model that chats')
  console.log(`Asking ${first.name}, ${(first.size / 1e6).toFixed(0)} MB\n`)
  await visitor.chats()
  return first.name
}

/** The requests for answers that hold these words. */
function upstream(words: string): Asked[] {
  return tap.asked.filter(({ path, body }) => path === '/api/chat' && body.includes(words))
}

async function lastOf(chat: Chat): Promise<Message | undefined> {
  return (await chat.open()).messages.at(-1)
}

interface First {
  chat: Chat
  turn: string
}

async function mainJob(model: string): Promise<First> {
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

async function remembered(model: string, { chat, turn: parent }: First): Promise<void> {
  const before = (await chat.open()).messages.map(({ role, text }) => ({ role, content: text }))
  const question = ask(model, 'Say that again in other words.', { parent })
  const { message } = await watch(await chat.send(question))
  assert.equal(message?.status, 'done')
  const [sent] = upstream('Say that again in other words.')
  const { messages } = JSON.parse(sent?.body ?? '{}') as { messages: unknown }
  assert.deepEqual(messages, [...before, { role: 'user', content: question.text }])
}

async function stops(model: string): Promise<void> {
  const { chat, turn, response } = await visitor.ask(model, LONG)
  const watched = new Watched()
  const ended = watch(response, undefined, watched)
  await until('the answer has begun', () => begun(watched), 60_000)
  const request = upstream(LONG).at(-1)
  const at = performance.now()
  good(await chat.stop(turn))
  await until('the upstream is closed', () => request?.over, 1_000)
  console.log(`        the upstream was closed after ${(performance.now() - at).toFixed(0)} ms`)
  const { message, text } = await ended
  assert.equal(message?.status, 'stopped')
  assert.equal(message.text, text)
  assert.deepEqual(await lastOf(chat), message)
}

async function comesBack(model: string): Promise<void> {
  const { chat, turn, response } = await visitor.ask(model, `${LONG} Begin with the weather.`)
  const watched = new Watched()
  const afterAWhile = () => {
    const { length } = watched.seen
    return ({ seen, end }: Watched) => end === undefined && seen.length > length + 8
  }
  await watch(response, afterAWhile(), watched)
  let cuts = 1
  for (; watched.end === undefined && cuts < 20; cuts += 1) {
    await watch(await chat.attach(turn, watched.at), afterAWhile(), watched)
  }
  if (watched.end === undefined) await watch(await chat.attach(turn, watched.at), undefined, watched)
  console.log(`        ${watched.text.length} characters in ${cuts + 1} pieces`)
  assert.equal(watched.message?.status, 'done', JSON.stringify(watched.end ?? watched.seen.at(-1)))
  assert.equal((await lastOf(chat))?.text, watched.text)
  assert.equal(upstream('Begin with the weather.').length, 1)
}

async function deletes(chat: Chat): Promise<void> {
  assert.equal((await chat.delete()).status, 204)
  assert.equal((await visitor.call('GET', chat.path)).status, 404)
  const { chats } = await visitor.chats()
  assert.ok(!chats.some(({ id }) => id === chat.id), 'it is still listed')
}
