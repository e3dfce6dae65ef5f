/** One chat of a plan: its turns in a row, and after each the way into D1, however long that is barred. */

import { evictDurableObject } from 'cloudflare:test'
import { newChat } from '../../workers/history/test/visitor.ts'
import type { Trial, TurnPlan } from './plan.ts'
import { ChatRun, type TurnRun } from './run.ts'
import type { Tally } from './tally.ts'
import { runTurn } from './turn.ts'
import { follow } from './viewers.ts'
import { until, within } from './wait.ts'
import { alarm, bringD1Back, die, left, stored } from './world.ts'

export async function runChat(plan: TurnPlan[], stormy: boolean, tally: Tally): Promise<ChatRun> {
  const of = new ChatRun(newChat(), plan, stormy, tally)
  tally.count('chats')
  try {
    for (const [n, turn] of plan.entries()) {
      const run = await runTurn(of, await meetD1(of, turn))
      if (of.deleted) break
      await settle(of, run, turn, n === plan.length - 1)
      if (run.first.end === undefined)
        await within(follow(run, run.first), `${turn.mark} for one that comes back to it`)
    }
    return of
  } finally {
    of.abandoned = true
    await bringD1Back(of.chat)
  }
}

/**
 * Where D1 stayed away from the turn before, it comes back as this one's plan says. Nobody rings an alarm then: whatever
 * waits must find its way, and its place, by itself.
 */
async function meetD1(of: ChatRun, turn: TurnPlan): Promise<TurnPlan> {
  if (!of.away || turn.back === 'after') return turn
  of.tally.count(`D1 back ${turn.back} a turn`)
  if (turn.back === 'within') {
    const at = Math.floor(turn.length / 2)
    const strikes = [...turn.strikes.filter(({ what }) => what !== 'away'), { at, what: 'back' as const }]
    return { ...turn, strikes: strikes.toSorted((one, other) => one.at - other.at) }
  }
  await bringD1Back(of.chat)
  of.away = false
  return turn
}

/** Until D1 has all turns of the chat, or is to stay away for one more. */
async function settle(of: ChatRun, run: TurnRun, plan: TurnPlan, last: boolean): Promise<void> {
  const { chat } = of
  if (of.away) {
    if (run.first.end !== undefined)
      await until(
        `[T11] an alarm, while D1 does not take ${plan.mark}`,
        async () => (await left(chat)).alarm !== null || (await stored(chat, run.id))
      )
    for (const trial of plan.trials) await undergo(of, trial)
    if (plan.staysAway && !last && run.first.end !== undefined) return
    await bringD1Back(chat)
    of.away = false
    await alarm(chat)
  }
  let asked = 0
  await until(`[T11] D1 to have ${plan.mark}`, async () => {
    const turns = await Promise.all(of.turns.map(({ id }) => stored(chat, id)))
    if (turns.every(Boolean)) return true
    // Tries that failed while D1 was away have set an alarm that is seconds ahead.
    asked += 1
    if (asked % 10 === 0) await alarm(chat)
    return false
  })
}

async function undergo(of: ChatRun, trial: Trial): Promise<void> {
  of.tally.count(`fault ${trial} while D1 is away`)
  switch (trial) {
    case 'alarm':
      await alarm(of.chat)
      return
    case 'die':
      for (const run of of.turns) run.deaths.push(Date.now())
      return die(of.chat)
    case 'put away':
      // What is still under way is waited for; a session that died just now is not there to be put away.
      await evictDurableObject(of.chat.session()).catch(() => {})
  }
}
