/** When the box as a whole is said to load: somebody waits for a model that is not there yet, and nothing else could answer. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { html, json } from '../testing/fake-box.ts'
import { type Of, Scene } from '../testing/scene.ts'

inPretendedTime()

const A = 'a:1b'
const B = 'b:1b'

/** What each host has in memory. */
function holds(scene: Scene, ...memories: string[][]): void {
  for (const [n, names] of memories.entries()) {
    const host = scene.hosts[n]
    if (host !== undefined) host.table['/api/ps'] = () => json({ models: names.map(name => ({ name })) })
  }
}

/** The model for which the box is said to load, a moment from now: what was seen is a second old at most. */
async function loading(scene: Scene): Promise<string | null> {
  await pass(2)
  const { code, loading: model } = await scene.desk.now()
  expect(code).toBe(null)
  return model
}

const sceneOf = (...hosts: Of[]) => new Scene(...hosts.map(host => ({ models: [A, B], ...host })))

describe('[T12] the box is loading', () => {
  it('from when a model is granted that is not in memory until it is there, whatever the estimate', async () => {
    const scene = sceneOf({})
    expect(await loading(scene)).toBe(null)
    await scene.ask('1', { model: A })
    expect(await loading(scene)).toBe(A)
    await pass(120)
    expect(await loading(scene)).toBe(A)
    holds(scene, [A])
    expect(await loading(scene)).toBe(null)
    scene.end('1')
    await scene.ask('2', { model: B })
    // What is to go may still be there for a moment.
    expect(await loading(scene)).toBe(B)
    holds(scene, [])
    expect(await loading(scene)).toBe(B)
    holds(scene, [B])
    expect(await loading(scene)).toBe(null)
  })

  it('no more when nobody waits for the model: its turn has ended, or was stopped', async () => {
    const scene = sceneOf({})
    await scene.ask('1', { model: A })
    scene.report('1', { how: 'stopped' })
    expect(await loading(scene)).toBe(null)
    await scene.ask('2', { model: A })
    scene.leave('2')
    expect(await loading(scene)).toBe(null)
  })

  it('also for a model that has left memory by itself since it was used', async () => {
    const scene = sceneOf({})
    await scene.ask('1', { model: A })
    holds(scene, [A])
    await loading(scene)
    scene.end('1')
    holds(scene, [])
    await scene.ask('2', { model: A })

    expect(await loading(scene)).toBe(A)
  })

  it('for as long as a load takes by estimate, where the host does not say what it has', async () => {
    const scene = sceneOf({})
    await scene.ask('1', { model: A })
    const [host] = scene.hosts
    if (host !== undefined) host.table['/api/ps'] = () => html(500)
    expect(await loading(scene)).toBe(A)
    await pass(60)
    expect(await loading(scene)).toBe(null)
  })

  it('not while another model is there that is to stay', async () => {
    const scene = sceneOf({ resident: 2, slots: 2 })
    await scene.ask('1', { model: A })
    holds(scene, [A])
    await loading(scene)
    await scene.ask('2', { model: B })

    expect(await loading(scene)).toBe(null)
  })

  it('not while another host could answer, and again when that has gone', async () => {
    const scene = sceneOf({}, {})
    await scene.ask('1', { model: A })
    expect(await loading(scene)).toBe(null)
    scene.away(1)
    expect(await loading(scene)).toBe(A)
  })
})
