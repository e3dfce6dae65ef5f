/** A Box with limits of a test's own, and whoever asks it. */

import type { Reply } from '../../protocol/problems.ts'
import type { By } from '../box/ledger/limits.ts'
import { Desk } from '../box/desk.ts'
import { aroundNobody } from './around.ts'
import { MODEL, pass, world } from './asking.ts'
import { envOf, shelf } from './fake-box.ts'
import { expect, vi } from 'vitest'

const LIMITS = { TURNS_A_MINUTE: '3', BOX_MINUTES: '1', ADDRESS_BOX_MINUTES: '2', NEW_VISITORS_AN_HOUR: '2' }

export const from = (name: string, times = 1) => ({ from: name, times })
export const home = from('home')

/** A Box whose limits these are, and which answers many at once. */
export function limited(more: Record<string, string> = {}) {
  const { url } = world()
  const env = envOf(
    { url, asked: [], table: {}, at: () => [] },
    {
      ...LIMITS,
      OLLAMA_URL: '',
      OLLAMA_HOSTS: JSON.stringify([{ url, slots: 64 }]),
      ...more,
    }
  )
  const rows = shelf()
  const put = vi.spyOn(rows, 'put')
  const born = () => new Desk(env, rows, aroundNobody())
  const box = { desk: born(), put, dies: () => void (box.desk = born()) }
  return box
}
type Limited = ReturnType<typeof limited>

let turns = 0
export const newTurn = () => `turn ${(turns += 1)}`

/** May this be asked, by somebody with an address of their own unless it is said? The refusal; null where it may. */
export async function refused(
  { desk }: Limited,
  { who, address = from(who) }: By,
  turn = newTurn(),
  bytes?: number
) {
  const asking = { turn, model: MODEL, ...(bytes !== undefined && { bytes }) }
  const reply: Reply<unknown> = await desk.admit(asking, who, undefined, { who, address })
  return reply.ok ? null : reply.problem
}

/** A turn that was admitted begins; answers what ends it. */
export async function begins({ desk }: Limited, turn: string, { who, address }: By): Promise<() => void> {
  const entrance = await desk.enter({
    turn,
    session: { owner: who, chat: `chat of ${who}`, until: Infinity },
    model: MODEL,
    tokens: 100,
    again: false,
    resumes: false,
    keep: false,
    who,
    ...(address && { from: address.from }),
  })
  if (!entrance.ok) throw new Error('It was not let in.')
  return () => {
    desk.leave(entrance.entry.lease)
    desk.report({ turn, model: MODEL, how: 'done', read: true, last: true })
  }
}

/** A turn that takes so many seconds of the box. */
export async function takes(box: Limited, seconds: number, by: By): Promise<void> {
  const turn = newTurn()
  expect(await refused(box, by, turn)).toBeNull()
  const end = await begins(box, turn, by)
  await pass(seconds)
  end()
}
