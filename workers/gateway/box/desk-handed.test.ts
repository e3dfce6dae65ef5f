/** A turn that waits may become another visitor's, who is the same person by now. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { MODEL, Scene } from '../testing/scene.ts'

inPretendedTime()

it('[Q4] a turn that is handed over keeps its place, and counts as its new visitor’s', async () => {
  const scene = new Scene()
  await scene.ask('first')
  await scene.ask('second', { owner: 'of old' })
  await scene.ask('third')
  scene.desk.handOver({ turn: 'second', owner: 'of first', chat: 'a chat' })
  scene.dies()
  await scene.ask('fourth', { owner: 'of new' })
  scene.desk.handOver({ turn: 'second', owner: 'of new', chat: 'a chat' })
  scene.desk.handOver({ turn: 'unknown', owner: 'of new', chat: 'a chat' })
  for (const turn of ['first', 'second', 'third']) {
    scene.end(turn)
    await pass(0)
  }

  expect(scene.offered).toEqual(['second', 'third', 'fourth'])
  expect(await scene.desk.now()).toMatchObject({ queue: 0, answering: 1 })
})

it('[Q4] what its old session says when it is handed over takes its place away from nobody', async () => {
  const scene = new Scene()
  for (const turn of ['first', 'second', 'third']) await scene.ask(turn)
  scene.session('second', 'refuses')
  scene.end('first')
  scene.desk.handOver({ turn: 'second', owner: 'of new', chat: 'a chat' })
  await pass(0)
  expect(scene.rows).toMatchObject({ waits: 2 })
  scene.session('second', 'comes')
  await pass(1)

  expect(scene.offered).toEqual(['second', 'second'])
  expect([...scene.leases.keys()]).toEqual(['second'])
})

describe('of a visitor to whom a question is handed over', () => {
  const toV = (turn: string) => ({ turn, owner: 'v', chat: 'a chat' })

  it('[Q1] one stands, and the next behind whoever came before that one began', async () => {
    const scene = new Scene()
    await scene.ask('first')
    await scene.ask('old')
    await scene.ask('own', { owner: 'v' })
    await scene.ask('other')
    scene.desk.handOver(toV('old'))
    scene.dies()
    for (const turn of ['first', 'old', 'other']) {
      scene.end(turn)
      await pass(0)
    }

    expect(scene.offered).toEqual(['old', 'other', 'own'])
  })

  it('[Q1] none goes before somebody in whose wait a turn of theirs has begun', async () => {
    const scene = new Scene({ models: ['m:1b'] }, { models: ['n:1b'] })
    await scene.ask('first')
    await scene.ask('old')
    await scene.ask('other')
    expect(await scene.ask('own', { owner: 'v', model: 'n:1b' })).toBe(1)
    scene.end('own')
    scene.desk.handOver(toV('old'))
    for (const turn of ['first', 'other']) {
      scene.end(turn)
      await pass(0)
    }

    expect(scene.offered).toEqual(['other', 'old'])
  })

  it('[Q3] one runs, though the other was offered a slot', async () => {
    const scene = new Scene({ slots: 2 })
    await scene.ask('own', { owner: 'v' })
    await scene.ask('second')
    await scene.ask('old')
    scene.session('old', 'is silent')
    scene.end('second')
    await pass(0)
    expect(scene.offered).toEqual(['old'])
    scene.desk.handOver(toV('old'))
    await scene.ask('other')
    expect([...scene.leases.keys()]).toEqual(['own', 'other'])
    scene.session('old', 'comes')
    scene.end('own')
    // Its old session is called, and answers nothing, until then.
    await pass(30)

    expect(scene.offered).toEqual(['old', 'old'])
    expect([...scene.leases.keys()]).toEqual(['other', 'old'])
  })

  it('[Q5] all wait, and one more is asked when there is but one', async () => {
    const scene = new Scene()
    await scene.ask('first')
    for (const turn of ['1', '2']) await scene.ask(turn, { owner: 'of old' })
    for (const turn of ['3', '4']) await scene.ask(turn, { owner: 'v' })
    for (const turn of ['1', '2']) scene.desk.handOver(toV(turn))
    const more = async () => (await scene.desk.admit({ turn: '5', model: MODEL }, 'v')).ok
    for (const turn of ['first', '1', '2']) {
      expect([turn, await more()]).toEqual([turn, false])
      scene.end(turn)
      await pass(0)
    }

    expect(await more()).toBe(true)
    expect(scene.offered).toEqual(['1', '2', '3'])
  })
})
