/** What whoever watches a turn that waits is told of its place, and when. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { A, B, last, positions, waiting } from '../testing/waiting.ts'

inPretendedTime()

describe('[Q4] whoever watches a turn that waits', () => {
  it('is told its place at once, and as it changes, until it moves on', async () => {
    const scene = await waiting({}, '2', '3')
    const [second, third] = [scene.watch('2'), scene.watch('3')]
    await pass(1)
    expect(last(second)).toEqual({ place: { position: 1, ahead: 0, aboutMs: 15_000 } })
    expect(last(third)).toEqual({ place: { position: 2, ahead: 1, aboutMs: 30_000 } })
    scene.end('first')
    await pass(1)

    expect(positions(second)).toEqual([1, 'moved'])
    expect(positions(third)).toEqual([2, 1])
  })

  it('is told nothing while nothing changes, whoever comes behind', async () => {
    const scene = await waiting({}, '2')
    const second = scene.watch('2')
    await scene.ask('3', { model: A })
    await pass(600)
    expect(positions(second)).toEqual([1])
  })

  it('is told each change within a second, and many of them at once', async () => {
    const scene = await waiting({}, '2', '3', '4', '5')
    const fifth = scene.watch('5')
    await pass(1)
    for (const turn of ['2', '3']) {
      scene.report(turn, { how: 'stopped' })
      await pass(0.1)
    }
    expect(positions(fifth)).toEqual([4, 3])
    await pass(0.15)
    expect(positions(fifth)).toEqual([4, 3, 2])
  })

  it('is told that it has moved on when its session has accepted, and not before', async () => {
    const scene = await waiting({}, '2')
    const second = scene.watch('2')
    scene.session('2', 'is silent')
    scene.end('first')
    await pass(5)
    expect(positions(second)).toEqual([1])
    expect(scene.desk.waits('2')).toBe(true)
    scene.session('2', 'accepts')
    await pass(10)

    expect(positions(second)).toEqual([1, 'moved'])
    expect(scene.desk.waits('2')).toBe(false)
  })

  it.each(['is stopped', 'is not known to its session'])(
    'is told that it has moved on when it %s',
    async how => {
      const scene = await waiting({}, '2')
      const second = scene.watch('2')
      if (how === 'is stopped') scene.report('2', { how: 'stopped' })
      else {
        scene.session('2', 'refuses')
        scene.end('first')
      }
      await pass(1)
      expect(positions(second)).toEqual([1, 'moved'])
    }
  )

  it('is told no place of one that is passed over, and its place again when it has one', async () => {
    const scene = await waiting({}, '2', '3')
    const second = scene.watch('2')
    scene.session('2', 'fails')
    scene.end('first')
    await pass(30)
    expect(positions(second)).toEqual([1, null])
    await pass(40)
    expect(positions(second)).toEqual([1, null, 1])
  })

  it('is told again in the next life of the Box only what is new', async () => {
    const scene = await waiting({}, '2', '3')
    const third = scene.watch('3')
    await pass(1)
    scene.dies()
    scene.desk.watched()
    await pass(1)
    expect(positions(third)).toEqual([2])
    scene.end('first')
    await pass(1)
    expect(positions(third)).toEqual([2, 1])
  })
})

describe('a place says', () => {
  it('[T12] which model is loaded for somebody, or is to be', async () => {
    const scene = await waiting({}, '2')
    scene.end('first')
    await pass(0)
    await scene.ask('3', { model: B })
    const third = scene.watch('3')
    await pass(1)
    expect(last(third)).toMatchObject({ place: { position: 1, aboutMs: 23_000 } })
    scene.end('2')
    await pass(0)
    await scene.ask('4', { model: B })
    const fourth = scene.watch('4')
    await pass(1)

    expect(last(fourth)).toMatchObject({ place: { position: 1, changingTo: B } })
  })

  it('[Q2] for how long the box reads on what somebody stopped', async () => {
    const scene = await waiting({})
    scene.end('first')
    await scene.ask('3', { model: A, tokens: 1_000 })
    scene.end('3', { how: 'stopped', read: false })
    await scene.ask('4', { model: A })
    const fourth = scene.watch('4')
    await pass(50)

    expect(positions(fourth)).toEqual([1])
    expect(last(fourth)).toMatchObject({ place: { drainsMs: 69_750, aboutMs: 69_750 } })
  })
})
