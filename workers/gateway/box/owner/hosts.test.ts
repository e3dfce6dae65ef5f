/** The hosts as their owner sees them: each by its name, and what is wrong with it. */

import { expect, it } from 'vitest'
import { inPretendedTime } from '../../testing/asking.ts'
import { html, json } from '../../testing/fake-box.ts'
import { Scene } from '../../testing/scene.ts'

inPretendedTime()

it('are shown as they are: one that is away since when, one that refuses Burrow, one that answers', async () => {
  const scene = new Scene({}, {}, { slots: 2 })
  const [gone, locked, well] = scene.hosts
  expect(await scene.ask('turn', { who: 'ada' })).toBe(0)
  scene.leave('turn')
  scene.report('turn', { figures: { answerTokens: 90, answerNs: 2e9 } })
  scene.away(0)
  if (locked) locked.table['/api/version'] = () => html(200)
  if (well) well.table['/api/ps'] = () => json({ models: [{ name: 'm:1b', digest: 'm', size: 5e9 }] })
  await scene.ask('other', { who: 'bob' })
  const since = Date.now()

  const { hosts } = await scene.desk.owner.ownerView()
  expect(hosts.map(({ name, state }) => [name, state])).toEqual([
    [new URL(gone?.url ?? '').hostname, 'offline'],
    [new URL(locked?.url ?? '').hostname, 'misconfigured'],
    [new URL(well?.url ?? '').hostname, 'ready'],
  ])
  expect(hosts[0]).toMatchObject({
    since,
    rate: 45,
    loaded: [],
    problem: 'Burrow could not reach Ollama at the box.',
  })
  expect(hosts[1]?.problem).toMatch(/^Burrow is no longer let in to the box\./)
  expect(hosts[2]).toMatchObject({ slots: 2, loaded: [{ name: 'm:1b', bytes: 5e9 }], answersInMs: 0 })
  expect(hosts[2]).not.toHaveProperty('problem')
  expect(hosts.reduce((sum, { answering }) => sum + answering, 0)).toBe(1)
})

it('one whose model is on its way is loading, and models are shown that a host had last', async () => {
  const scene = new Scene({ models: ['a:1b', 'b:1b'] })
  expect(await scene.ask('turn', { model: 'a:1b' })).toBe(0)
  expect(await scene.desk.owner.ownerView()).toMatchObject({
    hosts: [{ state: 'loading', answering: 1 }],
    models: [{ name: 'a:1b' }, { name: 'b:1b' }],
  })
  scene.end('turn')
  scene.away(0)
  scene.dies()
  expect((await scene.desk.owner.ownerView()).models.map(({ name }) => name)).toEqual(['a:1b', 'b:1b'])
})
