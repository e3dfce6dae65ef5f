/** The first request of a page goes alone. */

import { beforeEach, test, vi } from 'vitest'

/** A network whose answers the test gives, in the order of the requests. */
async function network() {
  const waiting: { path: string; answer: (response: Response) => void; fail: (why: Error) => void }[] = []
  vi.stubGlobal('fetch', (path: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    waiting.push({ path, answer: resolve, fail: reject })
    return promise
  })
  const { asVisitor } = await import('./introduce.ts')
  const settled = () => new Promise(resolve => setTimeout(resolve))
  return { waiting, asVisitor, settled, paths: () => waiting.map(each => each.path) }
}

beforeEach(() => void vi.resetModules())

test('all others wait for its answer', async ({ expect }) => {
  const { waiting, asVisitor, settled, paths } = await network()
  for (const path of ['/a', '/b', '/c']) void asVisitor(path, {})
  expect(paths()).toEqual(['/a'])
  waiting[0]?.answer(new Response())
  await settled()
  expect(paths()).toEqual(['/a', '/b', '/c'])
})

test('when it fails, another is first', async ({ expect }) => {
  const { waiting, asVisitor, settled, paths } = await network()
  const first = asVisitor('/a', {}).catch(() => 'failed')
  for (const path of ['/b', '/c']) void asVisitor(path, {})
  waiting[0]?.fail(new TypeError('Load failed'))
  await settled()
  expect(await first).toBe('failed')
  expect(paths()).toEqual(['/a', '/b'])
})
