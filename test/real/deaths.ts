/** Processes die while an answer is written: all of Burrow's, or the one in which Ollama runs the model. */

import { execFileSync } from 'node:child_process'
import { strict as assert } from 'node:assert'
import { argumentsOf, below, kill } from '../processes.ts'
import { until } from '../system.ts'
import { watch, Watched } from '../watch.ts'
import { difference, seamsOf } from './cuts.ts'
import { type House, lastOf, Skipped } from './house.ts'
import type { Steady } from './steady.ts'

/** Only the session's alarm wakes it when nobody looks; that is set at most half a minute ahead. */
const WAKE_MS = 60_000

/** On a machine with a slow processor. */
const ANSWER_MS = 120_000

/** Share of an answer after which it is killed. */
const HALF = 0.5

export interface Died {
  /** Characters that the viewer had seen and that were written once more. */
  again: number
}

/** `[T4] [T8]` Nobody has the chat open from the death on. */
export async function burrowDies(house: House, steady: Steady): Promise<Died> {
  const before = house.upstream(steady.question).length
  const { chat, response } = await house.visitor.ask(steady.model, steady.question)
  const { text } = await watch(response, so => so.text.length > steady.text.length * HALF)
  await house.killAll()
  const tries = () => house.upstream(steady.question).slice(before)
  await until('the box is asked to go on', () => tries()[1], WAKE_MS)
  await until('the answer is whole', () => tries()[1]?.over, ANSWER_MS)
  const message = await until('it is in history', async () => {
    const last = await lastOf(chat)
    return last?.status !== 'running' && last
  })
  assert.equal(message.status, 'done', JSON.stringify(message.problem))
  assert.equal(difference(message.text, steady.text), null)
  assert.deepEqual(message.seams, seamsOf(tries()))
  return { again: text.length - (message.seams?.[0] ?? 0) }
}

/** `[T9]` Ollama says so in a line and starts another for the next request. */
export async function runnerDies(house: House, steady: Steady): Promise<Died> {
  const runner = await findRunner(house.ollama, steady.model)
  const before = house.upstream(steady.question).length
  const { chat, response } = await house.visitor.ask(steady.model, steady.question)
  const watched = new Watched()
  const ended = watch(response, undefined, watched)
  await until('half of it is there', () => watched.text.length > steady.text.length * HALF, ANSWER_MS)
  const seen = watched.text.length
  kill([runner])
  await ended
  assert.equal(watched.message?.status, 'done', JSON.stringify(watched.end))
  assert.deepEqual(await lastOf(chat), watched.message)
  assert.equal(difference(watched.text, steady.text), null)
  assert.deepEqual(watched.message.seams, seamsOf(house.upstream(steady.question).slice(before)))
  return { again: Math.max(0, seen - (watched.message.seams?.[0] ?? 0)) }
}

/** The process in which this Ollama runs this model, whatever else is loaded: below the one that listens there, by its weights. */
async function findRunner(ollama: string, model: string): Promise<number> {
  if (process.env['KILL_RUNNER'] !== '1') throw new Skipped('KILL_RUNNER=1 lets it kill your Ollama’s runner')
  const { hostname, port } = new URL(ollama)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Skipped(`${hostname} is not this machine`)
  const [server] = listening(port || '80')
  if (server === undefined) throw new Skipped(`lsof does not say who listens on port ${port}`)
  const weights = await weightsOf(ollama, model)
  const runner = below(server, /ollama|llama-server/).find(pid => argumentsOf(pid).includes(weights))
  if (runner === undefined) throw new Skipped(`no runner of ${model} below process ${server}`)
  return runner
}

/** The name of the file that a runner is started with. */
async function weightsOf(ollama: string, model: string): Promise<string> {
  const response = await fetch(`${ollama}/api/show`, { method: 'POST', body: JSON.stringify({ model }) })
  const { modelfile } = (await response.json()) as { modelfile: string }
  const [, weights] = /^FROM .*(sha256-[0-9a-f]{64})\s*$/m.exec(modelfile) ?? []
  if (weights === undefined) throw new Skipped(`Ollama does not say where the weights of ${model} are`)
  return weights
}

function listening(port: string): number[] {
  try {
    return execFileSync('lsof', ['-t', `-iTCP:${port}`, '-sTCP:LISTEN'], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
  } catch {
    return []
  }
}
