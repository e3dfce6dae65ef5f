/** Who is before a request that is silent: what the Box says of all who have a slot, whichever invocation they are of. */

import { beforeEach, describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../../testing/asking.ts'
import { MODEL, Scene } from '../../testing/scene.ts'

inPretendedTime()

let scene: Scene
beforeEach(() => {
  scene = new Scene({ models: [MODEL, 'other:1b'], slots: 4, resident: 2 })
})

/** It is let in, and when it was sent is noted. */
async function sent(turn: string, model = MODEL): Promise<number> {
  await scene.ask(turn, { model })
  return Date.now()
}

const look = async (turn: string, sentAt: number) =>
  (await scene.desk.look(scene.leases.get(turn)?.lease ?? '', { sentAt })).company

describe('a request that is silent', () => {
  it('is behind those that were sent before it, and before those that came later', async () => {
    const first = await sent('first')
    await pass(0.1)
    const second = await sent('second')

    expect(await look('first', first)).toMatchObject({ before: false, beside: false })
    expect(await look('second', second)).toMatchObject({ before: true })
  })

  it('that was sent anew is behind all', async () => {
    await sent('first')
    const second = await sent('second')
    await pass(1)
    expect(await look('first', Date.now())).toMatchObject({ before: true })
    expect(await look('second', second)).toMatchObject({ before: false })
  })

  it('is behind whoever is answered, also one that came later', async () => {
    const first = await sent('first')
    const second = await sent('second')
    await look('second', second)
    expect(await look('first', first)).toMatchObject({ before: false })
    scene.desk.answered(scene.leases.get('second')?.lease ?? '')
    expect(await look('first', first)).toMatchObject({ before: true })
    scene.end('second')

    expect(await look('first', first)).toMatchObject({ before: false })
  })

  it('is behind whoever has not told for a moment that it is silent: that is answered', async () => {
    const first = await sent('first')
    await sent('second')
    await pass(2)

    expect(await look('first', first)).toMatchObject({ before: true })
  })

  it('is behind all others after a death of the Box, until they have told it', async () => {
    const first = await sent('first')
    const second = await sent('second')
    scene.dies()
    expect(await look('first', first)).toMatchObject({ before: true })
    await look('second', second)

    expect(await look('first', first)).toMatchObject({ before: false })
  })

  it('is behind what the host reads for nobody, of its own model alone', async () => {
    const other = await sent('of another', 'other:1b')
    await sent('stopped')
    scene.end('stopped', { how: 'stopped', read: false })
    const next = await sent('next')

    expect(await look('next', next)).toMatchObject({ before: true, beside: true })
    expect(await look('of another', other)).toMatchObject({ before: false, beside: true })
    await pass(60)
    expect(await look('next', next)).toMatchObject({ before: false })
  })

  it('is told nothing where its slot has gone to another', async () => {
    const first = await sent('first')
    scene.end('first')
    await sent('second')
    expect(await scene.desk.look('a lease of long ago', { sentAt: first, since: 0 })).toEqual({
      company: { before: false, beside: false, unloadedAt: 0, leaving: false },
      memory: null,
      wedged: false,
    })
  })
})
