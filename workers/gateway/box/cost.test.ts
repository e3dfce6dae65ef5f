/** What a turn costs the Box: a box that never rests must fit the free plan. */

import { afterEach, expect, it, vi } from 'vitest'
import { aroundNobody } from '../testing/around.ts'
import { envOf, fakeBox, json, shelf, tagsOf } from '../testing/fake-box.ts'
import { Desk } from './desk.ts'

afterEach(() => void vi.unstubAllGlobals())

/** Rows that a turn may write in the Box, in as many calls as are made here. */
const ROWS = 6

it('a turn writes a few rows in four calls, and asks the host for nothing that is known', async () => {
  const box = fakeBox({
    '/api/tags': () => tagsOf({ name: 'a:1b', digest: 'a', capabilities: ['completion'] }),
    '/api/ps': () => json({ models: [] }),
  })
  const rows = shelf()
  const put = vi.spyOn(rows, 'put')
  const desk = new Desk(envOf(box), rows, aroundNobody())
  const turn = async (id: string) => {
    await desk.admit({ turn: id, model: 'a:1b' }, 'somebody')
    const entrance = await desk.enter({
      turn: id,
      session: { owner: 'somebody', chat: 'a chat', until: Infinity },
      model: 'a:1b',
      tokens: 100,
      again: false,
      resumes: false,
      keep: false,
    })
    if (!entrance.ok) throw new Error('It was not let in.')
    desk.leave(entrance.entry.lease)
    const figures = { promptTokens: 100, promptNs: 1e9, answerTokens: 500, answerNs: 20e9 }
    desk.report({ turn: id, model: 'a:1b', how: 'done', figures, read: true, last: true })
  }
  await turn('first')
  put.mockClear()
  box.asked.length = 0
  await turn('second')

  expect(put.mock.calls.length).toBeLessThanOrEqual(ROWS)
  expect(box.asked).toEqual([])
})
