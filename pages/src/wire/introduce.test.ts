/** The first request of a page goes alone, among all tabs of a browser too. Node has the same locks as a browser. */

import { afterEach, beforeEach, test, vi } from 'vitest'

/** A network whose answers the test gives, in the order of the requests; `open` opens one more tab in front of it. */
async function network() {
  const waiting: { path: string; answer: (response: Response) => void; fail: (why: Error) => void }[] = []
  vi.stubGlobal('fetch', (path: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    waiting.push({ path, answer: resolve, fail: reject })
    return promise
  })
  const open = async () => {
    vi.resetModules()
    return (await import('./introduce.ts')).asVisitor
  }
  const paths = () => waiting.map(each => each.path)
  return { waiting, asVisitor: await open(), open, paths }
}

/** Long enough for a lock to change hands, and for whatever would wrongly be sent. */
const settled = () => new Promise(resolve => setTimeout(resolve, 20))

beforeEach(() => void vi.resetModules())
afterEach(() => void vi.unstubAllGlobals())

test('all others wait for its answer', async ({ expect }) => {
  const { waiting, asVisitor, paths } = await network()
  for (const path of ['/a', '/b', '/c']) void asVisitor(path, {})
  await settled()
  expect(paths()).toEqual(['/a'])
  waiting[0]?.answer(new Response())
  await settled()
  expect(paths()).toEqual(['/a', '/b', '/c'])
})

test('when it fails, another is first', async ({ expect }) => {
  const { waiting, asVisitor, paths } = await network()
  const first = asVisitor('/a', {}).catch(() => 'failed')
  for (const path of ['/b', '/c']) void asVisitor(path, {})
  await settled()
  waiting[0]?.fail(new TypeError('Load failed'))
  await settled()
  expect(await first).toBe('failed')
  expect(paths()).toEqual(['/a', '/b'])
  waiting[1]?.answer(new Response())
  await settled()
})

test('the first of another tab waits for it too, and goes when it has failed as well', async ({ expect }) => {
  const { waiting, asVisitor: one, open, paths } = await network()
  const two = await open()
  const three = await open()
  const first = one('/one', {}).catch(() => 'failed')
  void two('/two', {})
  void three('/three', {})
  await settled()
  expect(paths()).toEqual(['/one'])
  waiting[0]?.fail(new TypeError('Load failed'))
  expect(await first).toBe('failed')
  await settled()
  expect(paths()).toEqual(['/one', '/two'])
  waiting[1]?.answer(new Response())
  await settled()
  expect(paths()).toEqual(['/one', '/two', '/three'])
  waiting[2]?.answer(new Response())
  await settled()
})

test('a tab whose first request hangs holds nobody up for long', async ({ expect }) => {
  const { waiting, asVisitor: one, open, paths } = await network()
  void one('/one', {})
  await settled()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort())
  void (await open())('/two', {})
  await settled()
  vi.restoreAllMocks()
  expect(paths()).toEqual(['/one', '/two'])
  for (const each of waiting) each.answer(new Response())
  await settled()
})

test('where there are no locks, a tab goes alone by itself', async ({ expect }) => {
  vi.stubGlobal('navigator', {})
  const { waiting, asVisitor, paths } = await network()
  for (const path of ['/a', '/b']) void asVisitor(path, {})
  await settled()
  expect(paths()).toEqual(['/a'])
  waiting[0]?.answer(new Response())
  await settled()
  expect(paths()).toEqual(['/a', '/b'])
})
