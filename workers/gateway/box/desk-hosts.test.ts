/** Several hosts: whose slot is granted, and what becomes of who waits for one that fails. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { json } from '../testing/fake-box.ts'
import { Scene } from '../testing/scene.ts'

inPretendedTime()

const A = 'a:1b'
const B = 'b:1b'

/** What is answered where, by the numbers of the hosts. */
const where = (scene: Scene) =>
  Object.fromEntries(
    [...scene.leases].map(([turn, { url }]) => [turn, scene.hosts.findIndex(host => host.url === url)])
  )

describe('of several hosts', () => {
  it('[Q2] each is given to as many as it has slots, and whoever wants what only one has waits for that', async () => {
    const scene = new Scene({ models: [A], slots: 2 }, { models: [A, B], resident: 2 })
    for (const turn of ['1', '2', '3']) await scene.ask(turn, { model: A })
    expect(await scene.ask('4', { model: A })).toBe('queued')
    expect(await scene.ask('5', { model: B })).toBe('queued')
    expect(Object.values(where(scene)).toSorted()).toEqual([0, 0, 1])
    const [last = ''] = Object.entries(where(scene)).find(([, n]) => n === 1) ?? []
    scene.end(last)
    await pass(0)

    expect(scene.offered).toEqual(['4'])
  })

  it('[Q2] one that fails is granted nothing until it is well, and who waits for the others goes on', async () => {
    const scene = new Scene({}, {})
    for (const turn of ['1', '2']) await scene.ask(turn)
    for (const turn of ['3', '4']) expect(await scene.ask(turn)).toBe('queued')
    scene.away(0)
    scene.end('1', { how: 'stopped' })
    await pass(1)
    expect(scene.offered).toEqual([])
    scene.end('2')
    await pass(0)
    expect(where(scene)).toEqual({ 3: 1 })
    scene.away(0, false)
    await pass(10)

    expect(where(scene)).toEqual({ 3: 1, 4: 0 })
  })

  it('[T9] a turn whose host fails goes on with another, and where that is busy, before all who wait', async () => {
    const scene = new Scene({}, {})
    for (const turn of ['1', '2']) await scene.ask(turn)
    expect(await scene.ask('3')).toBe('queued')
    scene.leave('1')
    scene.away(0)
    expect(await scene.ask('1', { again: true })).toBe('queued')
    scene.end('2')
    await pass(0)

    expect(scene.offered).toEqual(['1'])
    expect(where(scene)).toEqual({ 1: 1 })
  })

  it('[T8] only one with the same weights goes on with an answer', async () => {
    const scene = new Scene({ models: ['m:1b one'] }, { models: ['m:1b other'], slots: 2 })
    expect(await scene.ask('1')).toBe(0)
    scene.leave('1')
    await pass(31)
    expect(await scene.ask('2')).toBe(0)
    // The other host has a free slot.
    expect(await scene.ask('1', { resumes: true, again: true, digest: 'one' })).toBe('queued')
    await pass(60)
    expect(where(scene)).toEqual({ 2: 0 })
    scene.end('2')
    await pass(0)
    expect(where(scene)).toEqual({ 1: 0 })
    expect(await scene.ask('3', { resumes: true, again: true, digest: 'third' })).toBe('no_continuation')
  })

  it('[Q1] nobody who wants the loaded model begins twice while another waits for theirs', async () => {
    const scene = new Scene({ models: [A, B] })
    await scene.ask('a1', { owner: 'a', model: A })
    await scene.ask('b1', { owner: 'b', model: B })
    await scene.ask('c1', { owner: 'c', model: A })
    await scene.ask('a2', { owner: 'a', model: A })
    scene.end('a1')
    await pass(0)
    // C has begun none since B came, and wants what is loaded.
    expect(scene.offered).toEqual(['c1'])
    await scene.ask('c2', { owner: 'c', model: A })
    scene.end('c1')
    await pass(0)
    expect(scene.offered).toEqual(['c1', 'a2'])
    scene.end('a2')
    await pass(0)

    expect(scene.offered).toEqual(['c1', 'a2', 'b1'])
  })
})

describe('[Q1] a visitor who was offered a slot', () => {
  it('has begun when they come for it: who came meanwhile is not passed twice', async () => {
    const scene = new Scene({ models: [A, B] })
    await scene.ask('first', { model: A })
    await scene.ask('a1', { owner: 'a', model: A })
    scene.session('a1', 'accepts')
    scene.end('first')
    await scene.ask('b1', { model: B })
    await scene.ask('a1')
    await scene.ask('a2', { owner: 'a', model: A })
    scene.end('a1')
    await pass(0)

    expect(scene.offered).toEqual(['a1', 'b1'])
  })

  it('has begun nothing where they do not come', async () => {
    const scene = new Scene({ models: [A, B] })
    await scene.ask('first', { model: A })
    await scene.ask('a1', { owner: 'a', model: A })
    scene.session('a1', 'refuses')
    await scene.ask('b1', { model: B })
    await scene.ask('c1', { model: A })
    scene.end('first')
    await pass(0)
    await scene.ask('a2', { owner: 'a', model: A })
    scene.end('c1')
    await pass(0)

    expect(scene.offered).toEqual(['a1', 'c1', 'a2'])
  })
})

describe('the models that a host has in memory', () => {
  it('[Q1] are changed only while none of its slots is used, and then for who waits', async () => {
    const scene = new Scene({ models: [A, B], slots: 2 })
    for (const turn of ['1', '2']) expect(await scene.ask(turn, { model: A })).toBe(0)
    await pass(10)
    expect(await scene.ask('3', { model: B })).toBe('queued')
    scene.end('1')
    await pass(1)
    expect(await scene.enter('3')).toMatchObject({ queued: { place: { changingTo: B } } })
    expect(scene.offered).toEqual([])
    scene.end('2')
    await pass(0)

    expect(where(scene)).toEqual({ 3: 0 })
  })

  it('are as many as it has room for', async () => {
    const scene = new Scene({ models: [A, B], slots: 2, resident: 2 })
    expect(await scene.ask('1', { model: A })).toBe(0)
    expect(await scene.ask('2', { model: B })).toBe(0)
  })

  it('are those that were seen since, whoever loaded them', async () => {
    const scene = new Scene({ models: [A, B] })
    await scene.ask('1', { model: A })
    for (const model of [A, B]) await scene.ask(model, { model })
    await pass(20)
    for (const host of scene.hosts) host.table['/api/ps'] = () => json({ models: [{ name: B }] })
    await scene.desk.now()
    scene.end('1')
    await pass(0)

    expect(scene.offered).toEqual([B])
  })
})

describe('while no host is well', () => {
  it('a turn is sent all the same, and hears what is wrong, as long as nobody waits', async () => {
    const scene = new Scene()
    await scene.ask('1')
    scene.end('1')
    scene.away(0)
    expect(await scene.ask('2')).toBe(0)
  })

  it('[Q4] who waits keeps their place, and goes on when it is well again, which the alarm finds', async () => {
    const scene = new Scene()
    for (const turn of ['1', '2', '3']) await scene.ask(turn)
    scene.away(0)
    scene.end('1', { how: 'failed' })
    await pass(700)
    expect(scene.offered).toEqual([])
    expect(await scene.ask('3')).toBe('queued')
    scene.away(0, false)
    await pass(301)

    expect(where(scene)).toEqual({ 2: 0 })
  })
})
