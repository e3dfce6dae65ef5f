/** Why the place of somebody who watches has risen: what they are told is what made it rise. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { Scene } from '../testing/scene.ts'
import { A, B, last, positions, waiting } from '../testing/waiting.ts'

inPretendedTime()

describe('[Q4] a place that rises says why', () => {
  it('cut: an answer that broke off goes on first', async () => {
    const scene = await waiting({}, '2', '3')
    const third = scene.watch('3')
    scene.leave('first')
    await pass(31)
    expect(positions(third)).toEqual([2, 1])
    await scene.ask('first', { resumes: true, again: true })
    await pass(1)

    expect(last(third)).toMatchObject({ place: { position: 2, why: 'cut' } })
  })

  it('loaded: somebody wants the model that is loaded', async () => {
    const scene = await waiting({})
    await scene.ask('2', { model: B })
    const second = scene.watch('2')
    await pass(1)
    await scene.ask('3', { model: A })
    await pass(1)

    expect(positions(second)).toEqual([1, 2])
    expect(last(second)).toMatchObject({ place: { why: 'loaded' } })
  })

  it.each(['after a while', 'by itself'])(
    'back: somebody who was passed over stands in the queue again, %s',
    async how => {
      const scene = await waiting({}, '2', '3', '4')
      scene.session('2', 'fails')
      scene.end('first')
      await pass(2)
      const fourth = scene.watch('4')
      await pass(30)
      expect(positions(fourth)).toEqual([1])
      if (how === 'by itself') await scene.enter('2')
      await pass(how === 'by itself' ? 1 : 30)

      expect(positions(fourth)).toEqual([1, 2])
      expect(last(fourth)).toMatchObject({ place: { why: 'back' } })
    }
  )

  it('older: somebody who has waited longer for another model has waited long enough', async () => {
    const scene = await waiting({})
    await scene.ask('2', { model: B })
    await scene.ask('3', { model: A })
    const third = scene.watch('3')
    await pass(90)

    expect(positions(third)).toEqual([1, 2])
    expect(last(third)).toMatchObject({ place: { why: 'older' } })
  })

  it('no host where one went that made no difference, and it rises later', async () => {
    const scene = new Scene({ models: [A, B] }, { models: ['other:1b'] })
    await scene.ask('first', { model: A })
    await pass(10)
    await scene.ask('2', { model: B })
    await scene.ask('3', { model: A })
    const third = scene.watch('3')
    await pass(1)
    scene.away(1)
    await pass(90)

    expect(positions(third)).toEqual([1, 2])
    expect(last(third)).toMatchObject({ place: { why: 'older' } })
  })

  it('loaded, though an answer waits as well that broke off before', async () => {
    const scene = new Scene({ models: [A, B] }, { models: ['other:1b'] })
    await scene.ask('other', { model: 'other:1b' })
    await scene.ask('first', { model: A })
    await pass(10)
    scene.leave('other')
    await pass(31)
    await scene.ask('next', { model: 'other:1b' })
    await scene.ask('2', { model: B })
    const second = scene.watch('2')
    await scene.ask('other', { model: 'other:1b', resumes: true, again: true })
    await pass(1)
    expect(last(second)).toMatchObject({ place: { position: 2, why: 'cut' } })
    await scene.ask('3', { model: A })
    await pass(1)

    expect(last(second)).toMatchObject({ place: { position: 3, why: 'loaded' } })
  })

  it('host: one has gone', async () => {
    const scene = new Scene({ models: [A] }, { models: [A, B] })
    await scene.ask('a', { model: A })
    await scene.ask('b', { model: B })
    await pass(10)
    for (const turn of ['b1', 'b2', 'b3']) await scene.ask(turn, { model: B })
    await scene.ask('a1', { model: A })
    const watcher = scene.watch('a1')
    await pass(1)
    expect(positions(watcher)).toEqual([2])
    scene.away(0)
    await pass(1)

    expect(last(watcher)).toMatchObject({ place: { position: 4, why: 'host' } })
  })
})
