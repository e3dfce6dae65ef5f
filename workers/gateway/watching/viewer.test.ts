import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { HEARTBEAT_MS, VIEWER_PATIENCE_MS } from '../../protocol/limits.ts'
import { Viewer } from './viewer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Longer than anybody is waited for. */
const A_DAY_MS = 24 * 60 * 60_000

/** A reader that takes a piece only when so many milliseconds have passed. */
function reader(ms: number) {
  const taken: string[] = []
  const out = new WritableStream<Uint8Array>({
    write: async chunk => {
      taken.push(new TextDecoder().decode(chunk))
      await new Promise(resolve => setTimeout(resolve, ms))
    },
  })
  return { taken, out }
}

describe('whoever is told their place', () => {
  it('[T7] is let go of when they take nothing for half a minute, and nothing is heaped up for them', async ({
    expect,
  }) => {
    const { taken, out } = reader(A_DAY_MS)
    const viewer = new Viewer(out)
    const told = viewer.tell('first')
    await vi.advanceTimersByTimeAsync(VIEWER_PATIENCE_MS)
    expect(viewer.left.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(2 * HEARTBEAT_MS)
    expect(viewer.left.aborted).toBe(true)
    await told
    expect(taken).toEqual(['first'])
    viewer.release()
  })

  it('[T7] stays however slowly they read, as long as they do', async ({ expect }) => {
    const { taken, out } = reader(VIEWER_PATIENCE_MS - 1_000)
    const viewer = new Viewer(out)
    for (const place of ['first', 'second', 'third']) void viewer.tell(place)
    await vi.advanceTimersByTimeAsync(10 * VIEWER_PATIENCE_MS)
    expect(viewer.left.aborted).toBe(false)
    expect(taken.filter(text => !text.startsWith(':'))).toEqual(['first', 'second', 'third'])
    viewer.release()
  })

  it('hears a comment while nothing changes', async ({ expect }) => {
    const { taken, out } = reader(1)
    const viewer = new Viewer(out)
    await vi.advanceTimersByTimeAsync(3 * HEARTBEAT_MS)
    expect(taken).toHaveLength(3)
    viewer.release()
  })
})
