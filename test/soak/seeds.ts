/** Runs seeds: the calm ones beside others, a stormy one alone in the world. */

import { runChat } from './chat.ts'
import { judge } from './checks.ts'
import { isStormy, type Plan, planOf } from './plan.ts'
import type { Tally } from './tally.ts'
import { clearDiary, type Diary, readDiary, slots } from './upstream.ts'
import { until } from './wait.ts'

/** Calm seeds that run side by side: they wait most of the time. */
const AT_ONCE = 10

/** A box notices at once that nobody reads any more; on a machine that is busy with other things, soon. */
const SOON_MS = 3_000

export interface Failure {
  plan: Plan
  wrong: string[]
}

/** Everything that is wrong with these seeds. */
export async function runSeeds(seeds: number[], tally: Tally): Promise<Failure[]> {
  const failures: Failure[] = []
  for (const seed of seeds.filter(isStormy)) failures.push(...(await runSeed(seed, tally)))
  const calm = seeds.filter(seed => !isStormy(seed))
  const work = async () => {
    for (let seed = calm.shift(); seed !== undefined; seed = calm.shift())
      failures.push(...(await runSeed(seed, tally)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const busy = await held()
  if (busy !== null) failures.push({ plan: planOf(seeds[0] ?? 0), wrong: [busy] })
  // Every question is one of its kind, so nothing that comes needs what was written down so far.
  await clearDiary()
  return failures
}

async function runSeed(seed: number, tally: Tally): Promise<Failure[]> {
  const plan = planOf(seed)
  const wrong: string[] = []
  const note = (error: unknown) => {
    wrong.push(error instanceof Error ? error.message : String(error))
    return null
  }
  const chats = await Promise.all(plan.chats.map(turns => runChat(turns, plan.stormy, tally).catch(note)))
  const diary = await quietDiary(seed)
  for (const chat of chats) if (chat !== null) wrong.push(...((await judge(chat, diary).catch(note)) ?? []))
  tally.count('seeds')
  return wrong.length === 0 ? [] : [{ plan, wrong }]
}

/** The requests of a seed, when all of them have ended; the judgement says which have not. */
async function quietDiary(seed: number): Promise<Diary> {
  let diary: Diary = []
  const quiet = async () => {
    const all = await readDiary()
    diary = all.filter(({ messages }) => messages.some(({ content }) => content.includes(`mark-${seed}-`)))
    return diary.every(({ ended }) => ended !== null)
  }
  await until('the box to have no open request', quiet, SOON_MS).catch(() => {})
  return diary
}

/** What holds the box though nobody asks it any more. */
async function held(): Promise<string | null> {
  let last = ''
  const free = async () => {
    const { taken, waiting } = await slots()
    last = `${taken} slots are taken and ${waiting} requests wait`
    return taken + waiting === 0
  }
  const wrong = await until('a free box', free, SOON_MS).then(
    () => null,
    () => `[Q2] nobody asks, and ${last}`
  )
  return (
    wrong && `${wrong}; open: ${JSON.stringify((await readDiary()).filter(({ ended }) => ended === null))}`
  )
}
