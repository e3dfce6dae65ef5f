/** What an owner sets holds from the next question on, whatever dies meanwhile; what has begun goes on. */

import { describe, expect, it } from 'vitest'
import type { OwnerChanges } from '../../../protocol/owner.ts'
import { inPretendedTime, pass } from '../../testing/asking.ts'
import { limited, newTurn, refused, takes } from '../../testing/limited.ts'
import { MODEL, Scene } from '../../testing/scene.ts'
import type { Desk } from '../desk.ts'

inPretendedTime()

const me = { by: 'me@example.com', visitors: ['me'] }

const set = ({ desk }: { desk: Desk }, changes: OwnerChanges) => desk.owner.change(me, changes)

async function asks({ desk }: Scene, visitor = 'ada', model = MODEL, more: { isOwner?: true } = {}) {
  const reply = await desk.admit({ turn: newTurn(), model }, visitor, undefined, { who: visitor, ...more })
  return reply.ok ? null : reply.problem
}

describe('while it is paused', () => {
  it('whoever asks anew is told so in the owner’s words, and an owner asks on', async () => {
    const scene = new Scene()
    expect(set(scene, { paused: { message: 'Back on Monday.' } })).toMatchObject({ ok: true })
    expect(await asks(scene)).toMatchObject({ code: 'paused', message: 'Back on Monday.', retryable: true })
    scene.dies()
    expect(await asks(scene)).toMatchObject({ code: 'paused', message: 'Back on Monday.' })
    expect(await asks(scene, 'me', MODEL, { isOwner: true })).toBeNull()
    scene.desk.owner.enrol('eva', 'eva', true, 'hash')
    expect(await asks(scene, 'eva')).toBeNull()
    set(scene, { paused: null })
    expect(await asks(scene)).toBeNull()
  })

  it('and the owner says nothing, it has words of its own', async () => {
    const scene = new Scene()
    set(scene, { paused: { message: '' } })
    expect((await asks(scene))?.message).toBe('Paused by the owner. You can still read and search.')
    expect(await scene.desk.now()).toMatchObject({ paused: { message: '' }, welcome: '' })
  })

  it('[T2] what waits or runs goes on, also where it is sent again', async () => {
    const scene = new Scene()
    await scene.ask('runs')
    await scene.ask('waits')
    set(scene, { paused: { message: '' } })
    for (const turn of ['runs', 'waits'])
      expect(await scene.desk.admit({ turn, model: MODEL }, `of ${turn}`)).toMatchObject({ ok: true })
    scene.end('runs')
    await pass(0)
    expect([...scene.leases.keys()]).toEqual(['waits'])
  })
})

describe('a model that is turned off', () => {
  const two = () => new Scene({ models: ['a:1b', 'b:1b'], resident: 2 })

  it('[V2] is offered to nobody and named nowhere, until it is turned on', async () => {
    const scene = two()
    await scene.desk.models()
    expect(set(scene, { models: { 'a:1b': false } })).toMatchObject({ ok: true })
    scene.dies()
    expect(await asks(scene, 'ada', 'a:1b')).toMatchObject({ code: 'not_allowed' })
    expect(await asks(scene, 'ada', 'b:1b')).toBeNull()
    expect(await scene.desk.models()).toMatchObject({ value: { models: [{ name: 'b:1b' }] } })
    const { models } = await scene.desk.owner.ownerView()
    expect(models).toEqual([
      { name: 'a:1b', offered: false },
      { name: 'b:1b', offered: true },
    ])
    set(scene, { models: { 'a:1b': true } })
    expect(await asks(scene, 'ada', 'a:1b')).toBeNull()
  })

  it('ends what waits for it when its place comes, and what has begun goes on', async () => {
    const scene = two()
    expect(await scene.ask('runs', { model: 'a:1b' })).toBe(0)
    expect(await scene.ask('waits', { model: 'a:1b' })).toBe('queued')
    expect(await scene.ask('other', { model: 'b:1b' })).toBe('queued')
    set(scene, { models: { 'a:1b': false } })
    scene.leave('runs')
    scene.report('runs', { how: 'cut', last: false })
    expect(await scene.ask('runs', { resumes: true, again: true })).toBe(0)
    expect(await scene.ask('waits')).toBe('not_allowed')
    scene.report('waits', { how: 'failed', read: false })
    scene.end('runs')
    await pass(0)
    expect([...scene.leases.keys()]).toEqual(['other'])
  })

  it('must be one that is there, and nothing else of the change holds where it is not', async () => {
    const scene = two()
    await scene.desk.models()
    expect(set(scene, { welcome: 'Hello', models: { 'c:1b': false } })).toMatchObject({
      problem: { code: 'bad_request' },
    })
    expect(await scene.desk.now()).toMatchObject({ welcome: '' })
  })
})

describe('limits that an owner sets', () => {
  it('hold at once, over a death, and until they are taken back', async () => {
    const box = limited()
    for (const _ of [1, 2, 3]) await refused(box, { who: 'a' })
    expect(await refused(box, { who: 'a' })).toMatchObject({ code: 'too_fast' })
    set(box, { limits: { turnsAMinute: 5, boxMinutes: 0.5 } })
    expect(await refused(box, { who: 'a' })).toBeNull()
    await takes(box, 30, { who: 'b' })
    box.dies()
    expect(await refused(box, { who: 'b' })).toMatchObject({
      code: 'used_up',
      message: expect.stringMatching(/^Your box time is used up: 0\.5 of 0\.5 minutes today\. /) as string,
    })
    const { settings, configured } = await box.desk.owner.ownerView()
    expect(settings.limits).toEqual({ turnsAMinute: 5, boxMinutes: 0.5 })
    expect(configured).toEqual({
      turnsAMinute: 3,
      boxMinutes: 1,
      addressBoxMinutes: 2,
      newVisitorsAnHour: 2,
    })
    set(box, { limits: { boxMinutes: null } })
    expect(await refused(box, { who: 'b' })).toBeNull()
  })
})
