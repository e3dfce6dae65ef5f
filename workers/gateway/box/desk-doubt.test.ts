/** A turn of which nothing is heard: its slot is not somebody else's before its session has been asked. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import type { Reaction } from '../testing/reaction.ts'
import { Scene } from '../testing/scene.ts'

inPretendedTime()

/** One is answered, whose session reacts so, and one waits. */
async function doubted(reaction: Reaction): Promise<Scene> {
  const scene = new Scene()
  await scene.ask('first')
  scene.session('first', reaction)
  await scene.ask('second')
  return scene
}

describe('[Q2] a slot of which nothing was heard for 30 s', () => {
  it('is asked about only while somebody waits', async () => {
    const scene = new Scene()
    await scene.ask('first')
    await pass(600)
    expect([scene.asked, scene.alarm]).toEqual([[], null])
    await scene.ask('second')
    await pass(0)
    expect(scene.asked).toEqual(['first'])
  })

  it('is its turn’s while that runs, and asked about every 30 s', async () => {
    const scene = await doubted('accepts')
    await pass(29)
    expect(scene.asked).toEqual([])
    await pass(3_601)

    expect(scene.asked).toHaveLength(121)
    expect(scene.offered).toEqual([])
  })

  it('is free when its session knows nothing of the turn', async () => {
    const scene = await doubted('refuses')
    await pass(31)
    expect([...scene.leases.keys()]).toEqual(['first', 'second'])
    expect(await scene.desk.now()).toMatchObject({ queue: 0, answering: 1 })
  })

  it.each(['fails', 'is silent'] as const)(
    'is free when its session does not answer twice: %s',
    async how => {
      const scene = await doubted(how)
      await pass(50)
      expect([scene.asked.length, scene.offered]).toEqual([1, []])
      await pass(50)

      expect([scene.asked.length, scene.offered]).toEqual([2, ['second']])
    }
  )

  it('is its turn’s where its session answers after it did not once', async () => {
    const scene = await doubted('fails')
    await pass(31)
    for (const reaction of ['accepts', 'fails', 'accepts', 'fails', 'accepts'] as const) {
      scene.session('first', reaction)
      await pass(30)
    }

    expect([scene.asked.length, scene.offered]).toEqual([6, []])
  })

  it('is asked about in the next life of the Box, when one has died over it', async () => {
    const scene = await doubted('is silent')
    await pass(31)
    scene.dies()
    scene.session('first', 'refuses')
    await pass(2)

    expect(scene.offered).toEqual(['second'])
  })

  it('is the turn’s next, before all who have not begun, should that run after all', async () => {
    const scene = await doubted('fails')
    await scene.ask('third')
    await pass(90)
    expect(scene.offered).toEqual(['second'])
    expect(await scene.ask('first', { again: true })).toBe('queued')
    scene.session('second', 'accepts')
    scene.end('second')
    await pass(0)

    expect(scene.offered).toEqual(['second', 'first'])
  })

  it('is not asked about in between, where a new try of it has begun', async () => {
    const scene = await doubted('accepts')
    await pass(20)
    scene.leave('first')
    await scene.ask('first', { again: true })
    await pass(29)
    expect(scene.asked).toEqual([])
  })

  it('is free after two hours, of a turn that cannot be called', async () => {
    const scene = new Scene()
    scene.callable = false
    await scene.ask('first')
    scene.callable = true
    await scene.ask('second')
    await pass(7_199)
    expect(scene.offered).toEqual([])
    await pass(2)

    expect(scene.offered).toEqual(['second'])
  })
})

describe('[Q2] a slot freed by doubt', () => {
  it('drains as one that was stopped', async () => {
    const scene = new Scene()
    // Of the host nothing is known: a load of 8 s, and 1,000 tokens at 10 a second. At the grant 30 s of that remain.
    await scene.ask('first', { tokens: 1_000 })
    scene.session('first', 'refuses')
    await scene.ask('second')
    await pass(77)
    expect([scene.asked, scene.offered]).toEqual([['first'], []])
    await pass(2)

    expect(scene.offered).toEqual(['second'])
  })
})
