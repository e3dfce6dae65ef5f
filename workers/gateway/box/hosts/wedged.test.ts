/** A model that is in memory, and silent. */

import { describe, expect, it } from 'vitest'
import { ask, inPretendedTime, MODEL, pass, silence, world } from '../../testing/asking.ts'

inPretendedTime()

describe('a model that is loaded and answers nobody', () => {
  const silent = (more: Record<string, string> = {}, tokens = 20) => {
    const box = world({ '/api/chat': silence })
    const asking = ask(box, { tokens }, more)
    return { box, asking }
  }
  const unloads = ({ asked }: { asked: { body: Record<string, unknown> }[] }) =>
    asked.filter(({ body }) => body['keep_alive'] === 0)

  it('is only named in the log', async () => {
    const { box } = silent()
    await pass(120)

    expect(unloads(box)).toEqual([])
    expect(console.warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(
        /^\{"burrow":"wedged","model":"m:1b","silentSeconds":\d+,"used":false,"unloaded":false\}$/
      )
    )
  })

  it('is unloaded where the owner wants that', async () => {
    const { box } = silent({ UNLOAD_WEDGED: 'true' })
    await pass(60)

    expect(unloads(box)).toHaveLength(1)
  })

  it('is left alone while its prompt may still be read', async () => {
    const { box } = silent({ UNLOAD_WEDGED: 'true' }, 3_000)
    await pass(340)
    expect(unloads(box)).toEqual([])
    await pass(20)

    expect(unloads(box)).toHaveLength(1)
  })

  it('is left alone where somebody else uses it', async () => {
    const { box } = silent({ UNLOAD_WEDGED: 'true' })
    box.loaded = [{ name: MODEL, digest: box.digest, expires_at: '2026-01-01T00:05:00Z' }]
    await pass(20)
    box.loaded = [{ name: MODEL, digest: box.digest, expires_at: '2026-01-01T00:05:20Z' }]
    await pass(300)

    expect(unloads(box)).toEqual([])
  })
})
