/** What a death in the middle of an answer costs whoever watches it: that of its session, and that of all of Burrow. */

import { setTimeout } from 'node:timers/promises'
import { benchAnswer } from '../demo/server.ts'
import { Visitor } from '../test/visitor.ts'
import { watch, Watched } from '../test/watch.ts'
import { boxOf } from './box.ts'
import { startHarness } from './harness.ts'
import { EVEN, type Home } from './home.ts'
import { median, ms, worst } from './numbers.ts'
import type { Row, Section } from './table.ts'

/** Seconds of text that a death may cost (T8). */
const LOST_AIM = 2

const PER_SECOND = 50

/** An answer of eight seconds, in which its session dies this many milliseconds after each beginning. */
const TOKENS = 400
const LIVES_MS = [1_050, 1_300, 1_550, 1_800]

/** Later in each round, so that the deaths fall on all parts of the second between two writes to the journal. */
const SHIFT_MS = 80

/** An answer that is still being written when half a minute later nobody has come back. */
const LONG_TOKENS = 500

interface Death {
  /** Milliseconds from the death to the first new text that the viewer was given. */
  newMs: number
  /** Characters that the viewer had seen and was given again. */
  lost: number
}

/** `rounds` answers, each with several deaths. `alone`: wait too for what nobody comes back to, half a minute. */
export async function measureDeaths(home: Home, rounds: number, alone: boolean): Promise<Section> {
  const { deaths, wrong } = await sessions(home, rounds)
  const all = await everything(home, alone)
  return {
    title: 'A death in the middle of an answer of 50 tokens a second',
    rows: [
      { what: 'session dies: first new text, median', burrow: ms(median(deaths.map(one => one.newMs))) },
      { what: 'session dies: first new text, worst', burrow: ms(worst(deaths.map(one => one.newMs))) },
      {
        what: 'session dies: text written again, median',
        burrow: text(median(deaths.map(one => one.lost))),
      },
      lost('session dies: text written again, worst', worst(deaths.map(one => one.lost))),
      {
        what: 'session dies: answers not right to the character',
        burrow: `${wrong} of ${rounds}`,
        aim: { words: 'none', met: wrong === 0 },
      },
      ...all,
    ],
    notes: [
      `${deaths.length} deaths, ${LIVES_MS.length} in an answer, by the platform's own abort; the viewer attaches again at once (the page after 250 to 500 ms).`,
      'Processes: kill -9 of all, started again at once; most of a start is Node loading its tools, which the edge has not.',
      'With nobody there the alarm wakes the session: it is set 30 s ahead when an answer begins.',
    ],
  }
}

async function sessions(home: Home, rounds: number): Promise<{ deaths: Death[]; wrong: number }> {
  const { url, history, close } = await startHarness(home.demo, 'inside.js')
  try {
    const visitor = new Visitor(url)
    await visitor.chats()
    const deaths: Death[] = []
    let wrong = 0
    for (let n = 0; n < rounds; n += 1) {
      const question = `Death ${n}, tokens=${TOKENS}`
      const { chat, turn, response } = await visitor.ask(EVEN, question)
      const watched = new Watched()
      let reading = watch(response, undefined, watched)
      for (const life of LIVES_MS) {
        await setTimeout(life + n * SHIFT_MS)
        const at = performance.now()
        await history.fetch(`http://history/die?chat=${chat.id}`)
        await reading
        const back = await comeBack(watched, await chat.attach(turn, watched.at), at)
        deaths.push(back.death)
        reading = back.reading
      }
      await reading
      const right = benchAnswer(question)
      const kept = (await chat.open()).messages.at(-1)
      if (watched.text !== right || kept?.text !== right || kept.status !== 'done') wrong += 1
    }
    return { deaths, wrong }
  } finally {
    await close()
  }
}

/** Goes on reading, and resolves when the first new text is there. `at` is when the death was. */
async function comeBack(
  watched: Watched,
  response: Response,
  at: number
): Promise<{ death: Death; reading: Promise<Watched> }> {
  const [seen, events] = [watched.text.length, watched.seen.length]
  const { promise, resolve } = Promise.withResolvers<Death>()
  const reading = watch(
    response,
    () => {
      const later = watched.seen.slice(events)
      if (!later.some(event => event.type === 'text')) return false
      const back = later.flatMap(event => (event.type === 'rewind' ? [event.data.position] : []))
      resolve({ newMs: performance.now() - at, lost: seen - Math.min(seen, ...back) })
      return false
    },
    watched
  )
  void reading.then(() => resolve({ newMs: Number.NaN, lost: Number.NaN }))
  return { death: await promise, reading }
}

async function everything(home: Home, alone: boolean): Promise<Row[]> {
  const visitor = new Visitor(home.burrow.url)
  await visitor.chats()
  const box = boxOf(home.demo)
  await box.forget()
  const [seen, unseen] = [`All die, seen, tokens=${LONG_TOKENS}`, `All die, unseen, tokens=${LONG_TOKENS}`]
  const watched = new Watched()
  const { chat, turn, response } = await visitor.ask(EVEN, seen)
  const other = await visitor.ask(EVEN, unseen)
  const cut = Promise.all([watch(response, undefined, watched), watch(other.response)])
  await setTimeout(2_500)
  const killed = Date.now()
  await home.killAndStart()
  const answered = performance.now()
  const startMs = Date.now() - killed
  await cut
  const { death, reading } = await comeBack(watched, await chat.attach(turn, watched.at), answered)
  const rows: Row[] = [
    { what: 'all processes killed: started again and answering', burrow: ms(startMs) },
    { what: 'all processes killed: from then to the first new text', burrow: ms(death.newMs) },
    lost('all processes killed: text written again', death.lost),
  ]
  if (alone) {
    const begun = await box.begunAgain(unseen)
    rows.push({ what: 'all processes killed, nobody looks: first new token', burrow: ms(begun - killed) })
  }
  await reading
  return rows
}

/** Characters of a token of the bench's answers, on average. */
const TOKEN_CHARS = benchAnswer('Long enough for an average, tokens=5000').length / 5_000

const toSeconds = (characters: number): number => characters / TOKEN_CHARS / PER_SECOND

const text = (characters: number): string => `${toSeconds(characters).toFixed(2)} s, ${characters} characters`

const lost = (what: string, characters: number): Row => ({
  what,
  burrow: text(characters),
  aim: { words: `${LOST_AIM} s`, met: toSeconds(characters) <= LOST_AIM },
})
