/** `npm run doctor -- box`: each fault of an Ollama is planted, found, and has a cure. */

import { networkInterfaces } from 'node:os'
import { describe, it } from 'vitest'
import { doctorBox } from '../scripts/doctor/box.ts'
import { found, ollama, plant, WELL, wrongs } from './planted.ts'

describe('the box', () => {
  const examine = async (changes: Record<string, unknown>, host?: string) => {
    const box = await plant(ollama({ ...WELL, ...changes }), host)
    try {
      return await doctorBox(`http://127.0.0.1:${box.port}`)
    } finally {
      box.close()
    }
  }

  it('is well, and says what it does not tell', async ({ expect }) => {
    const findings = await examine({})
    expect(wrongs(findings)).toEqual([])
    expect(found(findings, 'parallel slots')?.state).toBe('unseen')
  })

  it.for([
    ['version', { '/api/version': { version: '0.17.0' } }, '0.17.0'],
    ['models', { '/api/tags': { models: [] } }, 'none that can chat'],
    ['cloud', { '/api/status': { cloud: { disabled: false } } }, 'ollama.com'],
    [
      'context',
      { '/api/ps': { models: [{ name: 'a', size: 1, size_vram: 1, context_length: 2_048 }] } },
      '2048 tokens',
    ],
    [
      'GPU',
      { '/api/ps': { models: [{ name: 'a', size: 10, size_vram: 4, context_length: 8_192 }] } },
      '40 %',
    ],
  ] as [string, Record<string, unknown>, string][])(
    '%s: is found',
    async ([what, changes, said], { expect }) => {
      const findings = await examine(changes)
      expect(wrongs(findings)).toEqual([what])
      expect(found(findings, what)?.said).toContain(said)
      expect(found(findings, what)?.cure).toBeTruthy()
    }
  )

  it('that nobody answers at is named', async ({ expect }) => {
    const box = await plant(ollama(WELL))
    box.close()
    expect(wrongs(await doctorBox(`http://127.0.0.1:${box.port}`))).toEqual(['Ollama'])
    expect(wrongs(await doctorBox('nonsense://'))).toEqual(['address'])
  })

  it('that listens for everybody is found', async ({ expect, skip }) => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .some(one => one !== undefined && !one.internal && one.family === 'IPv4')
    skip(!outside, 'this machine has no address but loopback')
    expect(wrongs(await examine({}, '0.0.0.0'))).toEqual(['exposure'])
  })

  it('that has a twin at ::1 is found', async ({ expect, onTestFinished, skip }) => {
    const box = await plant(ollama(WELL))
    onTestFinished(box.close)
    const other = { ...WELL, '/api/tags': { models: [{ name: 'another:1b' }] } }
    const twin = await plant(ollama(other), '::1', box.port).catch(() => null)
    skip(twin === null, 'this machine has no ::1')
    if (twin !== null) onTestFinished(twin.close)
    expect(wrongs(await doctorBox(`http://127.0.0.1:${box.port}`))).toEqual(['one Ollama'])
  })
})
