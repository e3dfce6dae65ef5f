/**
 * Burrow against a real Ollama, the first of OLLAMA_URL or OLLAMA_HOSTS: `npm run test:real`. A real model writes what it likes, so what
 * is checked is what Burrow promises whatever is written; where one says the same twice, as it does at temperature 0,
 * also that a cut cannot be told from the answer.
 *
 * MODEL chooses the model; else the smallest ones that chat are asked. KILL_RUNNER=1 lets it kill the process in which
 * that Ollama runs its model.
 */

import { answers } from '../scripts/burrow.ts'
import { build } from '../scripts/build.ts'
import { namedIn } from '../scripts/ollama.ts'
import type { Model, ModelList, Status } from '../workers/protocol/nouns.ts'
import { outgrows } from './real/context.ts'
import { manyCuts, singleCuts } from './real/cuts.ts'
import { burrowDies, runnerDies } from './real/deaths.ts'
import { comesBack, deletes, mainJob, remembered, stops } from './real/everyday.ts'
import { type House, Skipped, startHouse } from './real/house.ts'
import { crowd } from './real/queue.ts'
import { findSteady } from './real/steady.ts'

const ollama = namedIn(process.env)?.hosts[0]?.url ?? ''
if (ollama === '' || !(await answers(`${ollama}/api/version`))) {
  console.error(
    ollama === ''
      ? 'Neither OLLAMA_URL nor OLLAMA_HOSTS is set: say where a real Ollama is, for instance OLLAMA_URL=http://127.0.0.1:11434.'
      : `No Ollama answers at ${ollama}.`
  )
  process.exit(1)
}

await build()
const house = await startHouse(ollama)
process.once('SIGINT', () => void house.stop().then(() => process.exit(130)))
const count = { passed: 0, failed: 0, skipped: 0 }
try {
  await everyday(house)
} catch (error) {
  count.failed += 1
  console.error(error)
} finally {
  await house.stop()
}
console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
process.exit(count.failed === 0 ? 0 : 1)

async function everyday(at: House): Promise<void> {
  const { models, all } = await candidates(at)
  const [{ name } = { name: '' }] = models
  const first = await check('asks, and the answer is kept to the character', () => mainJob(at, name))
  if (first) await check('is remembered: the model is sent what was said', () => remembered(at, name, first))
  await check(
    '[T5] stops: the box is let go of within a second, what had come is kept',
    () => stops(at, name),
    ms => `the upstream was closed after ${ms.toFixed(0)} ms`
  )
  await check(
    '[T4] [T6] comes back at other places and misses nothing',
    () => comesBack(at, name),
    pieces => `read in ${pieces} pieces`
  )
  await check(
    '[C1] twenty questions outgrow the context: nothing is cut in silence, and what was read stays read',
    () => outgrows(at, name),
    ({ context, warm, cuts, most, answered }) =>
      `context ${context}, at most ${most} tokens sent and ${answered} answered in all, ${warm} of 20 found their prefix read, chosen anew ${cuts} times`
  )
  await check(
    '[Q1] [Q2] ten people ask at once: each is answered, one at a time',
    () => crowd(at, all),
    ({ models: many, changes, gaps }) =>
      `${many} models, ${changes} changes; from the end of one request to the next ${gaps.join(', ')} ms`
  )
  if (first) await check('deletes for good', () => deletes(at, first.chat))
  await recovery(at, models)
}

async function recovery(at: House, models: Model[]): Promise<void> {
  const steady = await check(
    'a model says the same twice, so that answers can be compared',
    () => findSteady(at, models),
    ({ model, text, lines }) => `${model}: ${text.length} characters in ${lines} lines`
  )
  if (steady === undefined) return
  const equal = (cuts: number) => `${cuts} cuts, ${cuts} equal`
  const again = (found: { again: number }) => `${found.again} characters were written again`
  await check('[T9] cut once, anywhere: equal to the character', () => singleCuts(at, steady), equal)
  await check('[T9] cut again and again: equal to the character', () => manyCuts(at, steady), equal)
  await check('[T9] Ollama’s runner is killed: equal to the character', () => runnerDies(at, steady), again)
  await check(
    '[T4] [T8] all of Burrow is killed, no tab is open: goes on by itself, equal to the character',
    () => burrowDies(at, steady),
    again
  )
}

/** Undefined when it failed or was skipped; what builds on it is then not tried. `figures` words what it found. */
async function check<T>(
  what: string,
  work: () => Promise<T>,
  figures?: (found: T) => string
): Promise<T | undefined> {
  const began = performance.now()
  const took = () => `(${((performance.now() - began) / 1_000).toFixed(1)} s)`
  try {
    const found = await work()
    count.passed += 1
    console.log(`passed  ${what} ${took()}${figures === undefined ? '' : `\n        ${figures(found)}`}`)
    return found
  } catch (error) {
    if (error instanceof Skipped) {
      count.skipped += 1
      console.log(`skipped ${what}\n        ${error.message}`)
      return undefined
    }
    count.failed += 1
    const why = error instanceof Error ? error.stack : String(error)
    console.log(`FAILED  ${what} ${took()}\n${why}\n${house.said()}`)
    return undefined
  }
}

/** The model that was chosen, or all; and all, those before the others: the smallest first. */
async function candidates({ visitor }: House): Promise<{ models: Model[]; all: Model[] }> {
  const { version, demo, box } = await visitor.get<Status>('/api/status')
  const { models } = await visitor.get<ModelList>('/api/models')
  const bySize = (a: Model, b: Model) => a.size - b.size
  console.log(`Burrow ${version}, box ${box}${demo ? ' (a demo)' : ''}, ${models.length} models that chat`)
  const chosen = process.env['MODEL']
  const found = models
    .filter(({ name }) => chosen === undefined || name === chosen || name === `${chosen}:latest`)
    .toSorted(bySize)
  const [first] = found
  if (first === undefined) throw new Error(`This Ollama has no model ${chosen ?? 'that chats'}`)
  console.log(`Asking ${first.name}, ${(first.size / 1e6).toFixed(0)} MB\n`)
  await visitor.chats()
  const others = models.filter(one => !found.includes(one)).toSorted(bySize)
  return { models: found, all: [...found, ...others] }
}
