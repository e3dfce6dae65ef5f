/** One turn from its question until all who watched it are satisfied. */

import { runInDurableObject } from 'cloudflare:test'
import { rivalOf } from './models.ts'
import type { TurnPlan } from './plan.ts'
import { type ChatRun, TurnRun } from './run.ts'
import { strikeAll } from './strikes.ts'
import { follow, insist, watchAs } from './viewers.ts'
import { Broken, within } from './wait.ts'
import { alarm, boxKnows } from './world.ts'

type Stream = ReadableStream<Uint8Array>

export async function runTurn(of: ChatRun, plan: TurnPlan): Promise<TurnRun> {
  const { run, stream } = await ask(of, plan)
  const what = `the end of ${plan.mark} for all who watch it`
  const watching =
    plan.unwatched === null ? watchTogether(run, plan, stream) : leaveAlone(run, plan, plan.unwatched, stream)
  try {
    await within(
      watching.then(() => Promise.all(run.beside)),
      what
    )
    return run
  } catch (error) {
    throw new Broken(`${String(error)}; ${await whereabouts(run)}`)
  }
}

/** Asks; from two tabs at once if the plan says so: one of them is told that the other was quicker (T3). */
async function ask(of: ChatRun, plan: TurnPlan): Promise<{ run: TurnRun; stream: Stream }> {
  const last = of.turns.at(-1)?.request
  const parent = (plan.parent === 'the last' ? last?.turn : last?.parent) ?? null
  const candidates = [plan, ...(plan.together ? [rivalOf(plan.mark)] : [])].map(asked => {
    const request = of.chat.ask(asked.model, asked.question, { parent, think: asked.think })
    return new TurnRun(of, asked, request)
  })
  const replies = await Promise.all(
    candidates.map(run =>
      within(
        insist(run, () => of.chat.send(run.request)),
        `an answer to ${plan.mark}`
      )
    )
  )
  of.tally.count('turns')
  const accepted = candidates.flatMap((run, n) => {
    const reply = replies[n]
    return reply?.ok ? [{ run, stream: reply.value }] : []
  })
  const refused = replies.flatMap(reply => (reply?.ok === false ? [reply.problem] : []))
  const [won, second] = accepted
  if (won === undefined) throw new Broken(`[T1] ${plan.mark} was refused: ${JSON.stringify(refused)}`)
  of.turns.push(...accepted.map(({ run }) => run))
  // Both were taken: then one had ended before the other came. That they did not overlap is looked at in the end.
  if (second !== undefined)
    won.run.beside.push(follow(second.run, second.run.first, undefined, second.stream))
  for (const { code, turn } of refused)
    if (code !== 'chat_busy' || turn !== won.run.id)
      throw new Broken(`[T3] of two that asked at once one was told ${code} of ${turn}`)
  return won
}

async function watchTogether(run: TurnRun, plan: TurnPlan, stream: Stream): Promise<void> {
  run.course.reach(0)
  const watching = follow(
    run,
    run.first,
    ({ length, text }) => {
      if (text.trim() !== '') run.textSeenAt = Math.min(run.textSeenAt, Date.now())
      run.course.reach(length)
      return false
    },
    stream
  ).finally(() => run.course.finish())
  await Promise.all([
    watching,
    strikeAll(run, plan.strikes, async () => {}),
    ...plan.viewers.map(habit => watchAs(habit, run)),
  ])
}

/** Nobody watches any more, and the faults strike in the dark; what wakes a dead session is its alarm alone. */
async function leaveAlone(run: TurnRun, plan: TurnPlan, from: number, stream: Stream): Promise<void> {
  await follow(run, run.first, ({ length }) => length >= from, stream)
  run.course.finish()
  await strikeAll(run, plan.strikes, async what => {
    if (what.includes('die')) await alarm(run.of.chat)
  })
}

/** Longer than a stalled answer may stand still: what has not moved by then is lost, what has was only slow. */
const STANDS_MS = 3_000

/** For the report: what the session itself says of a turn that somebody waits for, now and a while later. */
async function whereabouts(run: TurnRun): Promise<string> {
  const viewers = run.viewers.map(({ who, length, end, doing }) => [who, length, end?.type, doing])
  const now = await stateOf(run)
  await scheduler.wait(STANDS_MS)
  return JSON.stringify({ turn: run.id, viewers, now, later: await stateOf(run), box: await boxKnows() })
}

const stateOf = (run: TurnRun) =>
  within(
    runInDurableObject(run.of.chat.session(), async (session, { storage }) => ({
      alarm: await storage.getAlarm(),
      running: session.peek()?.running,
      known: session.peek()?.messages.map(({ id, status, text }) => [id, status, text.length]),
    })),
    'the session',
    2_000
  ).catch(String)
