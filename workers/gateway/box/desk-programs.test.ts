/** A program has no session: its turn is held by a socket, which tells it when it may begin, and with which it ends. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { Scene } from '../testing/scene.ts'

inPretendedTime()

/** A program of this visitor holds its turn, and asks. */
async function asks(scene: Scene, turn: string, owner = `of ${turn}`): Promise<number | string> {
  scene.holding.add(turn)
  scene.desk.held(turn)
  return scene.ask(turn, { program: owner })
}

/** It lets go of its turn, or its line breaks. */
function letsGo(scene: Scene, turn: string, broke = false): void {
  scene.holding.delete(turn)
  scene.desk.unheld(turn, broke)
}

/** Somebody is answered, and a program waits; behind it whoever else comes. */
async function waiting(): Promise<Scene> {
  const scene = new Scene()
  await scene.ask('first')
  expect(await asks(scene, 'program')).toBe('queued')
  return scene
}

describe('a program that waits', () => {
  it('[Q1] [Q3] stands in the queue like any visitor, and comes for its slot when it is told', async () => {
    const scene = await waiting()
    await scene.ask('third')
    scene.end('first')
    await pass(0)

    expect(scene.offered).toEqual(['program'])
    expect([...scene.leases.keys()]).toEqual(['program'])
    scene.end('program')
    letsGo(scene, 'program')
    await pass(0)
    expect([...scene.leases.keys()]).toEqual(['third'])
  })

  it('[Q3] counts as the visitor for whom it asks, beside what they ask themselves', async () => {
    const scene = new Scene()
    await scene.ask('first', { owner: 'they' })
    expect(await asks(scene, 'one', 'they')).toBe('queued')
    expect(await scene.ask('two', { owner: 'they' })).toBe('queued')
    expect(await asks(scene, 'three', 'they')).toBe('busy')
  })

  it('leaves its place to the next as soon as it lets go', async () => {
    const scene = await waiting()
    await scene.ask('third')
    letsGo(scene, 'program')
    expect(scene.rows).toMatchObject({ waits: 1 })
    scene.end('first')
    await pass(0)
    expect(scene.offered).toEqual(['third'])
  })

  it('has no place where it let go while it asked', async () => {
    const scene = new Scene()
    await scene.ask('first')
    const asked = asks(scene, 'program')
    letsGo(scene, 'program')
    await asked
    expect(scene.rows).toMatchObject({ waits: 0 })
  })

  it('has no slot where it let go while it asked', async () => {
    const scene = new Scene()
    const asked = asks(scene, 'program')
    letsGo(scene, 'program')
    await asked
    scene.leave('program')
    expect(await scene.ask('second')).toBe(0)
  })

  it('[Q4] keeps its place when its line breaks and it comes again, also where the Box has died', async () => {
    for (const breaks of ['breaks', 'dies'] as const) {
      const scene = await waiting()
      await scene.ask('third')
      if (breaks === 'dies') scene.dies()
      else letsGo(scene, 'program', true)
      await pass(20)
      // As whoever holds it does.
      expect(await asks(scene, 'program')).toBe('queued')
      await pass(60)
      scene.end('first')
      await pass(0)
      expect(scene.offered).toEqual(['program'])
    }
  })

  it('is offered what came free while its line was broken, at once when it comes again', async () => {
    const scene = await waiting()
    letsGo(scene, 'program', true)
    scene.end('first')
    await pass(5)
    expect(scene.offered).toEqual([])
    scene.holding.add('program')
    scene.desk.held('program')
    await pass(0)
    expect([...scene.leases.keys()]).toEqual(['program'])
  })

  it('is forgotten half a minute after its line broke, and holds up nobody', async () => {
    const scene = await waiting()
    await scene.ask('third')
    letsGo(scene, 'program', true)
    await pass(29)
    expect(scene.rows).toMatchObject({ waits: 2 })
    await pass(2)
    expect(scene.rows).toMatchObject({ waits: 1 })
  })

  it('is forgotten where it never comes again after the Box has died', async () => {
    const scene = await waiting()
    scene.dies()
    // Rings within five minutes, as it was set to.
    await pass(6 * 60)
    expect(scene.rows).toMatchObject({ waits: 0 })
  })

  it('loses a slot that it was told of and never came for', async () => {
    const scene = await waiting()
    scene.session('program', 'accepts')
    await scene.ask('third')
    scene.end('first')
    await pass(62)
    expect([...scene.leases.keys()]).toEqual(['third'])
  })

  it('waits on while the box is away, and is told when it is its turn', async () => {
    const scene = await waiting()
    scene.away(0)
    scene.end('first', { how: 'failed', read: false })
    await pass(60)
    expect(scene.offered).toEqual([])
    scene.away(0, false)
    await pass(6 * 60)
    expect([...scene.leases.keys()]).toEqual(['program'])
  })
})

describe('a program that is answered', () => {
  it('frees its slot when it lets go, once its upstream request has ended', async () => {
    const scene = new Scene()
    expect(await asks(scene, 'program')).toBe(0)
    expect(await scene.ask('second')).toBe('queued')
    scene.report('program', { how: 'stopped' })
    letsGo(scene, 'program')
    scene.leave('program')
    await pass(0)
    expect([...scene.leases.keys()]).toEqual(['second'])
  })

  it('frees it within 35 s where all that could tell has died', async () => {
    const scene = new Scene()
    await asks(scene, 'program')
    scene.report('program', { last: false })
    letsGo(scene, 'program', true)
    await scene.ask('second')
    await pass(35)
    expect([...scene.leases.keys()]).toContain('second')
  })

  it('keeps it when the Box dies and the line is there again', async () => {
    const scene = new Scene()
    await asks(scene, 'program')
    scene.dies()
    await scene.ask('second')
    scene.holding.add('program')
    scene.desk.held('program')
    await pass(120)
    expect(scene.rows).toEqual({ waits: 1, leases: 1 })
    expect(scene.leases.has('second')).toBe(false)
  })

  it('is refused at once where no host is well and nobody waits', async () => {
    const scene = new Scene()
    scene.away(0)
    expect(await asks(scene, 'program')).not.toBe('queued')
  })
})
