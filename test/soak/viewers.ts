/** Those who watch: each reads the turn's events in a manner of its own, and shows what it was told. */

import { events, good } from '../../workers/history/test/visitor.ts'
import type { OpenChat } from '../../workers/protocol/nouns.ts'
import type { Reply } from '../../workers/protocol/problems.ts'
import type { Habit } from './plan.ts'
import type { TurnRun } from './run.ts'
import { Shown } from './shown.ts'
import { Broken } from './wait.ts'

type Stream = ReadableStream<Uint8Array>

/** Between two tries of a call that a dying session or an absent D1 did not answer. */
const AGAIN_MS = 20

/** The answer of a call, asked for again while a session dies under it or D1 is away. Null when nobody waits any more. */
export async function insist<T>(
  run: { of: { abandoned: boolean; stormy: boolean } },
  call: () => Promise<Reply<T>>
): Promise<Reply<T> | null> {
  while (!run.of.abandoned) {
    const reply = await call().catch(() => null)
    // Where everything dies at once, what died is not always told apart.
    const later = run.of.stormy ? ['history_unavailable', 'internal'] : ['history_unavailable']
    if (reply !== null && (reply.ok || !later.includes(reply.problem.code))) return reply
    await scheduler.wait(AGAIN_MS)
  }
  return null
}

/**
 * Shows the turn until `enough` says so, or to its end. Wherever the stream breaks it attaches again behind what it
 * shows.
 */
export async function follow(
  run: TurnRun,
  shown: Shown,
  enough: (shown: Shown) => boolean | Promise<boolean> = () => false,
  first?: Stream
): Promise<void> {
  let stream = first
  while (shown.end === undefined && !shown.gone) {
    shown.waits('for a stream')
    stream ??= (await attach(run, shown)) ?? undefined
    if (stream === undefined) {
      shown.gone = true
      return
    }
    try {
      shown.waits('for its first event')
      for await (const event of events(stream)) {
        shown.take(event)
        shown.waits(`behind ${event.type}`)
        if ((await enough(shown)) || shown.end !== undefined) return
      }
    } catch (error) {
      if (error instanceof Broken) throw error
      // Its session died. A page sees the same, and comes back.
    }
    stream = undefined
    // While it waits for its place each stream of it ends at once.
    await scheduler.wait(AGAIN_MS)
  }
}

async function attach(run: TurnRun, shown: Shown): Promise<Stream | null> {
  const reply = await insist(run, () => run.of.chat.attach(run.id, shown.at))
  if (reply?.ok) return reply.value
  if (reply === null || run.of.deleted) return null
  throw new Broken(`[T6] ${shown.who} may not attach at ${shown.at.position}: ${reply.problem.code}`)
}

/** Watches in the manner of its habit; resolves when the turn is over for this viewer. */
export async function watchAs(habit: Habit, run: TurnRun): Promise<void> {
  const shown = new Shown(`one that ${habit.is}`)
  if (habit.is !== 'never reads' && habit.is !== 'looks') run.viewers.push(shown)
  run.of.tally.count(`viewer ${habit.is}`)
  switch (habit.is) {
    case 'leaves':
      for (const at of habit.at) {
        await follow(run, shown, ({ length }) => length >= at)
        await run.course.until(at + habit.away)
      }
      return follow(run, shown)
    case 'reloads':
      for (const at of habit.at) {
        await follow(run, shown, ({ length }) => length >= at)
        // What history keeps does not say in which order thinking and text came.
        if (!run.asked.alternates && shown.end === undefined && !shown.gone) await reload(run, shown)
      }
      return follow(run, shown)
    case 'crawls':
      return follow(run, shown, () => scheduler.wait(habit.ms).then(() => false))
    case 'comes late':
      await run.course.until(habit.at)
      return follow(run, shown)
    case 'never reads':
      return neverRead(run, shown)
    case 'looks':
      for (const at of habit.at) {
        await run.course.until(at)
        await look(run)
      }
      await run.course.until(Number.POSITIVE_INFINITY)
      await look(run)
  }
}

async function reload(run: TurnRun, shown: Shown): Promise<void> {
  const opened = await look(run)
  const message = opened?.messages.find(({ id }) => id === run.id)
  if (opened === null || message === undefined) shown.gone = true
  else shown.open(message, opened.running)
}

async function neverRead(run: TurnRun, shown: Shown): Promise<void> {
  const stream = await attach(run, shown)
  await run.course.until(Number.POSITIVE_INFINITY)
  await stream?.cancel().catch(() => {})
}

/** Opens the chat. From its first event on a turn stands there once, with its question; only one can be running. */
export async function look(run: TurnRun): Promise<OpenChat | null> {
  const reply = await insist(run, () => run.of.chat.open({ through: run.id }))
  if (reply === null || run.of.deleted) return null
  const opened = good(reply)
  const mine = opened.messages.filter(({ id }) => id === run.id)
  const questions = opened.messages.filter(({ id }) => id === mine[0]?.parent)
  if (mine.length !== 1 || questions.length !== 1)
    throw new Broken(
      `[T1] an opened chat holds ${mine.length} answers and ${questions.length} questions of a turn`
    )
  const running = opened.messages.filter(({ status }) => status === 'running')
  // Another tab's turn may run on another path.
  const here = opened.messages.some(({ id }) => id === opened.running?.turn)
  if (running.length > 1 || (here && running.at(0)?.id !== opened.running?.turn))
    throw new Broken(`[T3] an opened chat says ${opened.running?.turn}, and ${running.length} are running`)
  return opened
}
