/** How much may wait: two questions of each visitor, and so many visitors. What is refused is told when to come back. */

import { describe, expect, it } from 'vitest'
import type { Problem } from '../../protocol/problems.ts'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { MODEL, Scene } from '../testing/scene.ts'
import { WAITING_VISITORS } from './queue/standing.ts'

inPretendedTime()

/** May this turn be asked? The refusal; null where it may. */
async function refused(scene: Scene, turn: string, owner: string): Promise<Problem | null> {
  const reply = await scene.desk.admit({ turn, model: MODEL }, owner)
  return reply.ok ? null : reply.problem
}

/** Somebody is answered, and two of their questions wait. */
async function full(): Promise<Scene> {
  const scene = new Scene({ slots: 3 })
  expect(await scene.ask('1', { owner: 'a' })).toBe(0)
  for (const turn of ['2', '3']) {
    expect(await refused(scene, turn, 'a')).toBeNull()
    expect(await scene.ask(turn, { owner: 'a' })).toBe('queued')
  }
  return scene
}

describe('of one visitor', () => {
  it('[Q3] one turn is answered, though slots are free, and two questions wait', async () => {
    const scene = await full()
    expect(await scene.desk.now()).toMatchObject({ queue: 2, answering: 1 })
    expect(await scene.ask('other')).toBe(0)
  })

  it('[Q5] a third is refused at the door and at the queue, and told when to come back', async () => {
    const scene = await full()
    const busy = { code: 'busy', retryable: true, retryAfterMs: expect.any(Number) as number }
    expect(await refused(scene, '4', 'a')).toMatchObject(busy)
    expect(await scene.enter('4', { owner: 'a' })).toMatchObject({ problem: busy })
    expect((await refused(scene, '4', 'a'))?.retryAfterMs).toBeGreaterThanOrEqual(1_000)
    expect(await refused(scene, '4', 'another')).toBeNull()
    expect(await scene.desk.now()).toMatchObject({ queue: 2, answering: 1 })
  })

  it('[T2] [Q5] no turn is refused that is repeated, whatever waits by now', async () => {
    const scene = await full()
    for (const turn of ['1', '2', '3']) expect(await refused(scene, turn, 'a')).toBeNull()
    expect(await scene.ask('2')).toBe('queued')
    expect(await scene.ask('3')).toBe('queued')
    expect(await scene.ask('1')).toBe(0)
    scene.dies()
    for (const turn of ['1', '2', '3']) expect(await refused(scene, turn, 'a')).toBeNull()
    expect(await refused(scene, '4', 'a')).toMatchObject({ code: 'busy' })
  })

  it('[Q5] another may be asked when one has begun, or was taken back', async () => {
    const scene = await full()
    scene.end('1')
    await pass(0)
    expect(await refused(scene, '4', 'a')).toBeNull()
    expect(await scene.ask('4', { owner: 'a' })).toBe('queued')
    expect(await refused(scene, '5', 'a')).toMatchObject({ code: 'busy' })
    scene.report('3', { how: 'stopped', read: false })
    expect(await refused(scene, '5', 'a')).toBeNull()
  })

  it('[Q3] the older question begins first, and the newer stands behind who came meanwhile', async () => {
    const scene = new Scene()
    await scene.ask('first')
    for (const turn of ['old', 'new']) await scene.ask(turn, { owner: 'a' })
    await scene.ask('other')
    expect(await scene.enter('new')).toEqual({ ok: false, queued: { place: null, away: false } })
    scene.dies()
    for (const turn of ['first', 'old', 'other']) {
      scene.end(turn)
      await pass(0)
    }

    expect(scene.offered).toEqual(['old', 'other', 'new'])
  })

  it('[T9] a turn that goes on is refused by nothing that waits', async () => {
    const scene = await full()
    scene.leave('1')
    scene.report('1', { how: 'cut', last: false })
    expect(await scene.ask('1', { resumes: true, again: true })).toBe(0)
    scene.leave('1')
    await pass(31)
    expect(await scene.ask('1', { again: true })).toBe('queued')
  })
})

describe('of all visitors', () => {
  it(`[Q5] ${WAITING_VISITORS} may wait, and who comes then is told when a quarter of them has begun`, async () => {
    const scene = new Scene()
    for (let n = 0; n <= WAITING_VISITORS; n += 1) await scene.ask(`${n}`)
    expect(await scene.desk.now()).toMatchObject({ queue: WAITING_VISITORS })
    const problem = await refused(scene, 'late', 'late')
    expect(problem).toMatchObject({ code: 'busy', retryable: true })
    expect(problem?.retryAfterMs).toBeGreaterThan((WAITING_VISITORS / 4) * 14_000)
    expect(await scene.ask('late')).toBe('busy')

    expect(await refused(scene, 'another', 'of 1')).toBeNull()
    scene.report('7', { how: 'stopped', read: false })
    expect(await scene.ask('late')).toBe('queued')
  })
})
