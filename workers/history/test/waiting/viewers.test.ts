/** A viewer's one stream over all of a turn, as the gateway makes it, with the real Box and the real session behind it. */

import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { describe, it } from 'vitest'
import { benchAnswer } from '../../../../demo/showroom/bench.ts'
import type { Reply } from '../../../protocol/problems.ts'
import type { Position } from '../../../protocol/position.ts'
import type { Watching } from '../../../protocol/watching.ts'
import { follow } from '../../../gateway/watching/follow.ts'
import { watchBox } from '../../../gateway/watching/watch-box.ts'
import { good, history, watch } from '../visitor.ts'
import { type Asked, box, crowd, holder, newTurn, until } from './world.ts'

/** The stream, and how often history was asked for more of it. */
async function viewer({ chat, ask, turn }: Asked) {
  const { owner, chat: id } = chat
  const asked: Position[] = []
  const first = (await chat.send(ask)) as Watching
  good(first)
  if (!first.ok) throw new Error('It was refused.')
  const { body } = follow(first, {
    waits: () => history().waits(owner, id, turn) as Promise<Reply<{ atStart: boolean } | null>>,
    events(after) {
      asked.push(after)
      return chat.attach(turn, after) as Promise<Watching>
    },
    watch: stop => watchBox({ BOX: { getByName: () => box() } }, turn, stop),
  })
  return { asked, seen: watch(body) }
}

describe('the stream of a turn that waits', () => {
  it('[T4] [Q4] is one, through the wait to the end, though its session and the Box are put away', async ({
    expect,
  }) => {
    const busy = await holder()
    const one = newTurn()
    const { asked, seen } = await viewer(one)
    await until(async () => (await crowd()).queue === 1)
    await evictDurableObject(one.chat.session())
    await evictDurableObject(box())
    await busy.letGo()
    const whole = await seen
    expect(whole.end).toMatchObject({ type: 'done', data: { message: { text: whole.text } } })
    expect(whole.text).toBe(benchAnswer(one.question))
    expect(asked).toEqual([{ position: 0, seams: 0 }])
  })

  it('[Q4] of which the Box knows nothing is kept, at a few calls, until the session has asked again', async ({
    expect,
  }) => {
    const busy = await holder()
    const one = newTurn()
    const { asked, seen } = await viewer(one)
    await until(async () => (await crowd()).queue === 1)
    await box().report({ turn: one.turn, model: one.ask.model, how: 'failed', last: true })
    await until(async () => asked.length === 3)
    await evictDurableObject(one.chat.session())
    await runDurableObjectAlarm(one.chat.session())
    await until(async () => (await crowd()).queue === 1)
    await busy.letGo()
    expect((await seen).text).toBe(benchAnswer(one.question))
    expect(asked.length).toBeLessThan(7)
  })
})
