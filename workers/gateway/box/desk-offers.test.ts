/** A slot is offered until the session has come for it, and holds up nobody whose session does not answer. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import type { Reaction } from '../testing/reaction.ts'
import { Scene } from '../testing/scene.ts'

inPretendedTime()

/** A free slot is offered to one whose session reacts so; another waits behind. */
async function offered(reaction: Reaction): Promise<Scene> {
  const scene = new Scene()
  for (const turn of ['first', 'second', 'third']) await scene.ask(turn)
  scene.session('second', reaction)
  scene.end('first')
  await pass(0)
  return scene
}

const times = (scene: Scene, turn = 'second') => scene.offered.filter(one => one === turn).length

describe('a slot that is offered', () => {
  it('[T5] is offered to none that was stopped while it asked for a place', async () => {
    const scene = new Scene()
    await scene.ask('first')
    const late = scene.ask('second')
    scene.report('second', { how: 'stopped' })
    await late
    expect(scene.rows).toMatchObject({ waits: 0 })
  })

  it('is offered again after 1, 2, 4 … 30 s until its session comes, and is nobody else’s', async () => {
    const scene = await offered('accepts')
    expect(times(scene)).toBe(1)
    for (const [n, seconds] of [1, 2, 4, 8, 16, 30, 30, 30].entries()) {
      await pass(seconds - 0.1)
      expect(times(scene)).toBe(n + 1)
      await pass(0.1)
      expect(times(scene)).toBe(n + 2)
    }
    expect(await scene.desk.now()).toMatchObject({ queue: 2, answering: 0 })
    expect(await scene.ask('second')).toBe(0)
    await pass(29)

    expect(scene.offered.filter(turn => turn !== 'second')).toEqual([])
    scene.end('second')
    await pass(0)
    expect(times(scene, 'third')).toBe(1)
  })

  it('is the next one’s where its session knows nothing of the turn, which is forgotten', async () => {
    const scene = await offered('refuses')
    expect([...scene.leases.keys()]).toEqual(['third'])
    await pass(600)
    expect(times(scene)).toBe(1)
    scene.end('third')
    expect(scene.rows).toEqual({ waits: 0, leases: 0 })
  })

  it.each(['fails', 'is silent'] as const)(
    'passes over a session that does not answer twice: %s',
    async how => {
      const scene = await offered(how)
      await pass(0.9)
      expect(scene.offered).toEqual(['second'])
      await pass(how === 'fails' ? 0.2 : 20.2)

      expect(scene.offered).toEqual(['second', 'second', 'third'])
      expect(await scene.desk.now()).toMatchObject({ queue: 1, answering: 1 })
    }
  )

  it('[Q4] is offered after a minute to one that was passed over, before all who came later', async () => {
    const scene = await offered('fails')
    await pass(2)
    await scene.ask('fourth')
    scene.session('second', 'comes')
    await pass(60)
    scene.end('third')
    await pass(0)

    expect(scene.offered.slice(2)).toEqual(['third', 'second'])
  })

  it('[Q4] is offered at once to one that was passed over and asks again', async () => {
    const scene = await offered('fails')
    await pass(2)
    scene.session('second', 'comes')
    expect(await scene.enter('second')).toMatchObject({ queued: { place: { position: 1 } } })
    scene.end('third')
    await pass(0)

    expect(scene.offered.at(-1)).toBe('second')
  })

  it('is taken by a session that asks by itself before it has answered', async () => {
    const scene = await offered('is silent')
    expect(await scene.ask('second')).toBe(0)
    await pass(29)
    expect(scene.offered).toEqual(['second'])
  })
})

describe('[Q4] a death of the Box loses nobody’s place', () => {
  it('while they wait, and nobody who comes later has theirs', async () => {
    const scene = new Scene()
    for (const turn of ['first', 'second', 'third']) await scene.ask(turn)
    scene.dies()
    await scene.ask('fourth')
    for (const [n, turn] of ['second', 'third', 'fourth'].entries())
      expect(await scene.enter(turn)).toMatchObject({ queued: { place: { position: n + 1 } } })
    scene.end('first')
    await pass(0)
    expect(scene.offered).toEqual(['second'])
  })

  it('while the slot is offered: it is offered again in a second', async () => {
    const scene = await offered('is silent')
    scene.dies()
    scene.session('second', 'comes')
    await pass(1)

    expect([...scene.leases.keys()]).toEqual(['second'])
  })

  it('when the session has accepted: it is offered again, and nobody else has it', async () => {
    const scene = await offered('accepts')
    scene.dies()
    await pass(3)
    expect(scene.offered).toEqual(['second', 'second', 'second'])
    expect(await scene.ask('second')).toBe(0)
  })

  it('when they have come for it: they have the slot, and the next has it after them', async () => {
    const scene = await offered('comes')
    scene.dies()
    await pass(120)
    expect(scene.offered).toEqual(['second'])
    expect(await scene.desk.now()).toMatchObject({ queue: 1, answering: 1 })
    scene.end('second')
    await pass(0)
    expect(scene.offered).toEqual(['second', 'third'])
  })

  it('when the end of the one before them was told to it alone', async () => {
    const scene = new Scene()
    for (const turn of ['first', 'second']) await scene.ask(turn)
    scene.report('first')
    scene.dies()
    await pass(3)

    expect(scene.offered).toEqual(['second'])
  })
})
