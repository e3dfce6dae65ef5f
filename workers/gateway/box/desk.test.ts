/** Who has the slot of a host: one turn after another, in their order, however each of them ends. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { Scene } from '../testing/scene.ts'

inPretendedTime()

/** One turn is answered, and these wait, in this order. */
async function waiting(...turns: string[]): Promise<Scene> {
  const scene = new Scene()
  expect(await scene.ask('first')).toBe(0)
  for (const turn of turns) expect(await scene.ask(turn)).toBe('queued')
  return scene
}

const at = (scene: Scene) => [...scene.leases.keys()]

describe('a turn', () => {
  it('[Q2] begins at once where nobody is answered, and leaves nothing behind', async () => {
    const scene = await waiting()
    expect(await scene.desk.now()).toMatchObject({ queue: 0, answering: 1 })
    scene.end('first')
    expect(scene.rows).toEqual({ waits: 0, leases: 0 })
    expect(await scene.desk.now()).toMatchObject({ queue: 0, answering: 0 })
  })

  it('that waits for nobody writes three rows beside what is learned, and sets no alarm', async () => {
    const scene = await waiting()
    scene.end('first')
    scene.writes = 0
    await scene.ask('second')
    scene.end('second')

    expect(scene.writes).toBe(3)
    expect(scene.alarm).toBeNull()
  })

  it('[T5] [Q2] that was stopped while it asked for a slot keeps none', async () => {
    const scene = await waiting()
    const late = scene.ask('second')
    scene.end('first')
    scene.report('second', { how: 'stopped' })
    await late
    scene.leave('second')
    expect(await scene.ask('third')).toBe(0)
  })

  it('[Q2] waits while another is answered, and has the slot when that has ended', async () => {
    const scene = await waiting('second', 'third')
    expect(await scene.desk.now()).toMatchObject({ queue: 2, answering: 1 })
    scene.end('first')
    await pass(0)

    expect(at(scene)).toEqual(['second'])
    scene.end('second')
    await pass(0)
    expect(at(scene)).toEqual(['third'])
    expect(scene.offered).toEqual(['second', 'third'])
    scene.end('third')
    expect(scene.rows).toEqual({ waits: 0, leases: 0 })
    expect(await scene.desk.now()).toMatchObject({ queue: 0, answering: 0 })
  })

  it('[Q4] that asks again while it waits keeps its place', async () => {
    const scene = await waiting('second', 'third')
    expect(await scene.enter('second')).toMatchObject({ queued: { place: { position: 1 } } })
    expect(await scene.enter('third')).toMatchObject({ queued: { place: { position: 2, ahead: 1 } } })
  })

  it('[T5] that is stopped while it waits leaves the queue, and nobody waits for it', async () => {
    const scene = await waiting('second', 'third')
    scene.report('second', { how: 'stopped', read: false })
    expect(await scene.enter('third')).toMatchObject({ queued: { place: { position: 1 } } })
    scene.end('first')
    await pass(0)

    expect(scene.offered).toEqual(['third'])
  })

  it('[T5] that is stopped while it is offered a slot gives it to the next', async () => {
    const scene = await waiting('second', 'third')
    scene.session('second', 'accepts')
    scene.end('first')
    await pass(0)
    scene.report('second', { how: 'stopped', read: false })
    await pass(0)

    expect(at(scene)).toEqual(['third'])
  })
})

describe('[Q2] the slot of a turn that ends', () => {
  it('is free when its request has ended and its end was reported, whichever comes first', async () => {
    const scene = await waiting('second', 'third')
    scene.leave('first')
    await pass(1)
    expect(scene.offered).toEqual([])
    scene.report('first')
    await pass(0)
    expect(at(scene)).toEqual(['second'])

    scene.report('second')
    await pass(1)
    expect(at(scene)).toEqual(['second'])
    scene.leave('second')
    await pass(0)
    expect(at(scene)).toEqual(['third'])
  })

  it('is free two seconds after its end was reported, though nobody tells the end of its request', async () => {
    const scene = await waiting('second')
    scene.report('first')
    await pass(1.9)
    expect(scene.offered).toEqual([])
    await pass(0.2)

    expect(scene.offered).toEqual(['second'])
  })

  it('is given once, however often its end is told', async () => {
    const scene = await waiting('second', 'third')
    const lease = scene.leases.get('first')?.lease ?? ''
    scene.end('first')
    await pass(0)
    scene.desk.leave(lease)
    scene.report('first')
    scene.report('first', { how: 'stopped' })
    await pass(20)

    expect(at(scene)).toEqual(['second'])
    expect(await scene.desk.now()).toMatchObject({ queue: 1, answering: 1 })
  })

  it('is not freed by the end of an earlier try that is told late', async () => {
    const scene = await waiting('second')
    const early = scene.leases.get('first')?.lease ?? ''
    await scene.ask('first', { again: true })
    scene.desk.leave(early)
    scene.report('first')
    await pass(1)

    expect(scene.offered).toEqual([])
  })
})

describe('a turn that is cut', () => {
  const cut = (scene: Scene, turn: string) => {
    scene.leave(turn)
    scene.report(turn, { how: 'cut', last: false })
  }

  it('[T9] keeps its slot for 30 s, and goes on in it', async () => {
    const scene = await waiting('second')
    cut(scene, 'first')
    await pass(29)
    expect(scene.offered).toEqual([])

    expect(await scene.ask('first', { resumes: true, again: true })).toBe(0)
    await pass(60)
    expect(scene.offered).toEqual([])
  })

  it.each([0, 1, 20, 29, 31, 299])(
    '[Q2] loses it after 30 s to the next, though it had run for %s s more than it was believed',
    async seconds => {
      const scene = await waiting('second')
      await pass(seconds)
      cut(scene, 'first')
      await pass(29.9)
      expect(scene.offered).toEqual([])
      await pass(0.2)

      expect(at(scene)).toEqual(['second'])
    }
  )

  it.each(['with a text to go on from', 'before its first word'])(
    '[Q2] and has lost its slot has the next, before all who have not begun: %s',
    async how => {
      const scene = await waiting('second', 'third', 'fourth')
      cut(scene, 'first')
      await pass(31)
      const resumes = how.startsWith('with')
      expect(await scene.ask('first', { resumes, again: true })).toBe('queued')
      scene.dies()
      expect(await scene.enter('third')).toMatchObject({ queued: { place: { position: 2 } } })
      scene.end('second')
      await pass(0)

      expect(at(scene)).toEqual(['first'])
      scene.end('first')
      await pass(0)
      expect(at(scene)).toEqual(['third'])
    }
  )
})
