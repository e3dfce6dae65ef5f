/** A box that was away is back: whoever rests with their question meanwhile hears of it, for others may go first. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import type { Seeing } from '../testing/around.ts'
import { Scene } from '../testing/scene.ts'

inPretendedTime()

/** All who wait, and were told that the box is away. */
async function resting(...turns: string[]): Promise<Scene> {
  const scene = new Scene()
  await scene.ask('first')
  scene.end('first')
  scene.away(0)
  for (const turn of turns) expect(await scene.ask(turn, { keep: true })).toBe('queued')
  return scene
}

/** Until the alarm has found that the box is there again. */
async function isBack(scene: Scene): Promise<void> {
  scene.away(0, false)
  await pass(301)
}

const isAway = ({ heard }: Seeing) => heard.some(news => 'away' in news)

describe('[Q4] a box that is back', () => {
  it('is told to everybody who rests, once, but to whom it calls for their slot', async () => {
    const scene = await resting('1', '2', '3')
    scene.session('1', 'accepts')
    await pass(600)
    expect(scene.told).toEqual([])
    await isBack(scene)
    expect(scene.offered).toContain('1')
    expect(scene.told).toEqual(['of 2', 'of 3'])
    await pass(600)

    expect(scene.told).toHaveLength(2)
  })

  it('is told once to a visitor, though two of their questions wait', async () => {
    const scene = await resting('1')
    for (const turn of ['2', '3']) await scene.ask(turn, { owner: 'somebody', keep: true })
    await isBack(scene)
    expect(scene.told).toEqual(['somebody'])
  })

  it('is told after a death of the Box as well, and again after it was away again', async () => {
    const scene = await resting('1', '2')
    scene.dies()
    await isBack(scene)
    expect(scene.told).toEqual(['of 2'])
    const watcher = scene.watch('2')
    await pass(1)
    expect(watcher.heard).toMatchObject([{ place: { position: 1 } }])
    scene.away(0)
    await pass(1)
    expect(isAway(watcher)).toBe(true)
    await isBack(scene)

    expect(scene.told).toEqual(['of 2', 'of 2'])
  })

  it('is told to nobody who was never told that it had gone', async () => {
    const scene = new Scene()
    for (const turn of ['1', '2']) await scene.ask(turn)
    scene.away(0)
    await isBack(scene)
    expect(scene.told).toEqual([])
  })
})
