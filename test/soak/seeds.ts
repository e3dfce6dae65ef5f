/** Runs seeds: a calm one beside others, a stormy one alone in the world. */

import { runChat } from './chat.ts'
import { judge } from './checks.ts'
import { isStormy, type Plan, planOf } from './plan.ts'
import type { Tally } from './tally.ts'
import { clearDiary, readDiary, slots } from './upstream.ts'
import { until } from './wait.ts'

/** Calm seeds that run side by side. */
const AT_ONCE = 8

export interface Failure {
  plan: Plan
  wrong: string[]
}

/** Everything that is wrong with these seeds. */
export async function runSeeds(seeds: number[], tally: Tally): Promise<Failure[]> {
  const failures: Failure[] = []
  const calm = seeds.filter(seed => !isStormy(seed))
  const batches = Array.from({ length: Math.ceil(calm.length / AT_ONCE) }, (_, n) =>
    calm.slice(n * AT_ONCE, (n + 1) * AT_ONCE)
  )
  for (const batch of [...seeds.filter(isStormy).map(seed => [seed]), ...batches]) {
    failures.push(...(await Promise.all(batch.map(seed => runSeed(seed, tally)))).flat())
    const busy = await free()
    if (busy !== null) failures.push({ plan: planOf(batch[0] ?? 0), wrong: [busy] })
    // Every question is one of its kind, so nothing that comes needs what was written down so far.
    await clearDiary()
  }
  return failures
}

async function runSeed(seed: number, tally: Tally): Promise<Failure[]> {
  const plan = planOf(seed)
  const wrong: string[] = []
  const chats = await Promise.all(
    plan.chats.map(turns =>
      runChat(turns, plan.stormy, tally).catch((error: unknown) => {
        wrong.push(error instanceof Error ? error.message : String(error))
        return null
      })
    )
  )
  await until(
    'the box to have no open request of this seed',
    async () =>
      (await readDiary()).every(
        ({ ended, messages }) =>
          ended !== null || !messages.some(({ content }) => content.includes(`mark-${seed}-`))
      ),
    3_000
  ).catch((error: unknown) => wrong.push(String(error)))
  const diary = await readDiary()
  for (const chat of chats) {
    if (chat === null) continue
    wrong.push(...(await judge(chat, diary).catch((error: unknown) => [String(error)])))
  }
  tally.count('seeds')
  return wrong.length === 0 ? [] : [{ plan, wrong }]
}

/** What holds the box though nobody asks it any more. */
async function free(): Promise<string | null> {
  let last = ''
  const isFree = async () => {
    const { taken, waiting } = await slots()
    last = `${taken} slots are taken and ${waiting} requests wait`
    return taken + waiting === 0
  }
  return until('a free box', isFree, 3_000).then(
    () => null,
    () => `[Q2] nobody asks, and ${last}`
  )
}
