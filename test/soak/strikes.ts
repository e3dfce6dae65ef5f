/** What befalls a turn while it runs, and when: each fault when its first viewer has come so far. */

import { rivalOf } from './models.ts'
import type { Fault, Strike } from './plan.ts'
import { TurnRun } from './run.ts'
import { Shown } from './shown.ts'
import { follow, insist } from './viewers.ts'
import { Broken } from './wait.ts'
import { boxDies, bringD1Back, cut, d1Gone, die, dieAll, hostDown, takeD1Away } from './world.ts'

/** Longer than the box is left alone after a fault, in milliseconds, so that it is found to be away more than once. */
const HOST_DOWN_MS = 4_000

/** Strikes one after the other. A chat that was deleted is left in peace. */
export async function strikeAll(run: TurnRun, strikes: Strike[], after: (what: Fault) => Promise<void>) {
  for (const { at, what } of strikes) {
    await run.course.until(at)
    if (run.of.deleted || run.of.abandoned) return
    run.of.tally.count(`fault ${what}`)
    await strike(run, what, at)
    await after(what)
  }
}

async function strike(run: TurnRun, what: Fault, at: number): Promise<void> {
  const { chat } = run.of
  /** Until it has come a third further. */
  const awhile = () => run.course.until(at + run.asked.length / 3)
  switch (what) {
    case 'die':
      run.deaths.push(Date.now())
      return die(chat)
    case 'all die':
      return dieAll()
    case 'cut':
      run.cuts += 1
      await cut(run.asked.question)
      return
    case 'box dies':
      return boxDies()
    case 'away':
      run.of.away = true
      return takeD1Away(chat)
    case 'back':
      run.of.away = false
      return bringD1Back(chat)
    case 'D1 gone':
      return d1Gone.during(awhile)
    case 'host down':
      // A turn that waits for the box comes no further until it is back.
      return hostDown.during(() => Promise.race([awhile(), scheduler.wait(HOST_DOWN_MS)]))
    case 'stop':
      return stop(run)
    case 'stop and die':
      await stop(run)
      run.deaths.push(Date.now())
      return die(chat)
    case 'delete':
      return remove(run)
    case 'delete and send':
      return removeAndSend(run)
    case 'repeat':
      return repeat(run)
    case 'rival':
      return rival(run)
  }
}

/** From another tab. A yes is a promise: whatever happens next, the turn does not go on. */
async function stop(run: TurnRun): Promise<void> {
  const seen = run.first.length
  const late = run.first.end !== undefined
  let asked = 0
  const reply = await insist(run, () => {
    asked = Date.now()
    return run.of.chat.stop(run.id)
  })
  if (reply?.ok === false) throw new Broken(`[T5] a stop was refused: ${reply.problem.code}`)
  run.stopped ??= { asked, at: Date.now(), seen, late }
}

/** A refusal because D1 is away is tried again when it is back, as a person would. */
async function remove(run: TurnRun): Promise<void> {
  const { of } = run
  of.deleted = true
  let tries = 0
  const reply = await insist(run, async () => {
    tries += 1
    if (tries === 2) await bringD1Back(of.chat)
    return of.chat.delete()
  })
  // A first try may have deleted it and died before it could say so.
  const gone = reply?.ok || (reply !== null && tries > 1 && reply.problem.code === 'not_found')
  if (reply !== null && !gone) throw new Broken('a chat that is there could not be deleted')
}

/**
 * One tab deletes while another asks. Whoever comes first, what was there is gone; the question is refused, deleted
 * too, or begins the chat anew.
 */
async function removeAndSend(run: TurnRun): Promise<void> {
  const asked = rivalOf(`${run.asked.question}${run.of.turns.length}`)
  const request = run.of.chat.ask(asked.model, asked.question)
  const [, reply] = await Promise.all([remove(run), insist(run, () => run.of.chat.send(request))])
  if (!reply?.ok) return
  const turn = new TurnRun(run.of, asked, request)
  run.of.reborn = turn
  run.beside.push(follow(turn, turn.first, undefined, reply.value))
}

/** The same turn sent again is the same turn, and its stream shows all of it. */
async function repeat(run: TurnRun): Promise<void> {
  const shown = new Shown('who sent it again')
  const reply = await insist(run, () => run.of.chat.send(run.request))
  if (reply?.ok === false)
    throw new Broken(`[T2] the same turn sent again was refused: ${reply.problem.code}`)
  if (!reply?.ok) return
  run.viewers.push(shown)
  run.beside.push(follow(run, shown, undefined, reply.value))
}

/** Another tab asks in the same chat: refused while the turn runs, a turn of its own when it has ended. */
async function rival(run: TurnRun): Promise<void> {
  const { of } = run
  const asked = rivalOf(`${run.asked.question}${run.of.turns.length}`)
  const request = of.chat.ask(asked.model, asked.question, { parent: run.request.parent })
  const reply = await insist(run, () => of.chat.send(request))
  if (reply === null) return
  if (reply.ok) {
    const turn = new TurnRun(of, asked, request)
    of.turns.push(turn)
    run.beside.push(follow(turn, turn.first, undefined, reply.value))
    return
  }
  const busy = of.turns.some(({ id }) => id === reply.problem.turn)
  if (reply.problem.code !== 'chat_busy' || !busy)
    throw new Broken(`[T3] a second tab was told ${reply.problem.code} of ${reply.problem.turn}`)
}
