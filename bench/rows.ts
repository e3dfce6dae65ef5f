/**
 * What a turn is billed for: rows written and calls of objects. The local storage counts rows as the edge bills them, but
 * only the Worker is told, so this runs history once more with a meter around its D1, its SQLite and its objects
 * (`meter.js`), beside the same gateway and demo.
 */

import { setTimeout } from 'node:timers/promises'
import { startHarness } from './harness.ts'
import { EVEN, type Home, SLOW } from './home.ts'
import { measureWaits } from './waits.ts'
import type { Row, Section } from './table.ts'
import { Visitor } from './visitor.ts'

interface Meter {
  d1Written: number
  d1Read: number
  session: number
  alarms: number
  erasures: number
  calls: number
  unseen: number
  /** Seconds, of the session and the feed. */
  awake: number
}

/** Rows that a turn may write in its session, so that a box that never rests fits the free plan. */
const AIM = 16

/** What the Box is billed for: rows, alarms that are set, calls, looks at what a host has in memory, seconds awake. */
interface BoxMeter {
  rows: number
  alarms: number
  calls: number
  looks: number
  awake: number
}

/** Of one turn, while nobody waits. */
const BOX_AIM = { rows: 6, calls: 4 }

/** After the last event the turn is on its way into D1. */
const SETTLE_MS = 500

export async function measureRows(home: Home): Promise<Section> {
  const { url, history, close } = await startHarness(home.demo, 'meter.js', [], 'meter-box.js', 1)
  try {
    const visitor = new Visitor(url)
    await visitor.arrive()
    const meterBox = async () => (await (await fetch(`${url}/meter`)).json()) as BoxMeter
    const turn = async (tokens: number, model: string, place?: Parameters<Visitor['ask']>[2]) => {
      await Promise.all([history.fetch('/'), meterBox()])
      const { next } = await visitor.ask(model, `Rows, tokens=${tokens}`, place)
      await setTimeout(SETTLE_MS)
      const meter = (await (await history.fetch('/')).json()) as Meter
      return { next, meter, box: await meterBox() }
    }
    const fresh = await turn(200, EVEN)
    const later = await turn(200, EVEN, fresh.next)
    const long = await turn(500, SLOW, later.next)
    const alone = await turn(500, SLOW)
    visitor.leave()
    const read = async () => {
      const [{ awake }, box] = await Promise.all([
        history.fetch('/').then(response => response.json() as Promise<Meter>),
        meterBox(),
      ])
      return { box: box.awake, sessions: awake }
    }
    const waits = await measureWaits(url, read)
    return {
      title: 'What a turn is billed for: rows as D1 and SQLite report them, calls of objects, seconds awake',
      rows: [
        ...row('new chat, 200 tokens in 4 s', fresh.meter),
        ...row('second question, 200 tokens in 4 s', later.meter),
        ...row('third question, 500 tokens in 20 s', long.meter),
        ...row('new chat, 500 tokens in 20 s', alone.meter, AIM),
        boxRow('second question, 200 tokens in 4 s', later.box),
        boxRow('new chat, 500 tokens in 20 s', alone.box),
        awakeRow('second question, 200 tokens in 4 s', later),
        awakeRow('new chat, 500 tokens in 20 s', alone),
        ...waits,
      ],
      notes: [
        'Awake: a call, a timer, a signal that is to time out, or a request is under way. Whoever waits has a stream all the time.',
        'An alarm that is set counts as a row. The session is emptied with one deleteAll, which is not counted.',
      ],
    }
  } finally {
    await close()
  }
}

function row(
  what: string,
  { d1Written, d1Read, session, alarms, calls, unseen }: Meter,
  most?: number
): Row[] {
  if (unseen > 0) throw new Error(`${unseen} statements went past the meter`)
  const written = session + alarms
  return [
    { what: `${what}: D1 written, read`, burrow: `${d1Written}, ${d1Read}` },
    {
      what: `${what}: session`,
      burrow: `${written}`,
      ...(most === undefined ? {} : { aim: { words: `${most}`, met: written <= most } }),
    },
    { what: `${what}: calls of objects`, burrow: `${calls}` },
  ]
}

function boxRow(what: string, { rows, alarms, calls, looks }: BoxMeter): Row {
  const written = rows + alarms
  const met = written <= BOX_AIM.rows && calls <= BOX_AIM.calls
  return {
    what: `${what}: Box, rows, calls, looks`,
    burrow: `${written}, ${calls}, ${looks}`,
    aim: { words: `${BOX_AIM.rows}, ${BOX_AIM.calls}`, met },
  }
}

const awakeRow = (what: string, { meter, box }: { meter: Meter; box: BoxMeter }): Row => ({
  what: `${what}: seconds awake, session, Box`,
  burrow: `${meter.awake.toFixed(2)}, ${box.awake.toFixed(2)}`,
})
