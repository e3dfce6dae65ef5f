/** A turn that waits may become another visitor's, who is the same person by now. */

import { expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { Scene } from '../testing/scene.ts'

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
