/** What is known of a host, and how often it is asked. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { envOf, fakeBox, html, json, type Model, shelf, tagsOf } from '../../testing/fake-box.ts'
import { Hosts } from './hosts.ts'
import type { How } from './known-host.ts'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const chats = (name: string): Model => ({ name, digest: name, capabilities: ['completion'] })

/** A box with these models, and what a Box knows of it; `again` is the next life of that Box. */
function boxWith(models: Model[], MODELS = '') {
  const box = fakeBox({ '/api/tags': () => tagsOf(...models), '/api/show': () => json({}) })
  const rows = shelf()
  const life = () => {
    const hosts = new Hosts(envOf(box, { MODELS }), rows)
    const host = hosts.named(box.url)
    if (host === undefined) throw new Error('no host')
    return { host, allowed: hosts.allowed }
  }
  return { box, ...life(), again: life }
}

async function namesOf(
  { host, allowed }: Pick<ReturnType<typeof boxWith>, 'host' | 'allowed'>,
  how: How = 'renewed'
) {
  const told = await host.offers(allowed, how)
  return told.ok ? told.value.map(({ name }) => name) : told.fault.code
}

describe('[V2] the models that are offered', () => {
  it('are those that chat and run on the box', async () => {
    const embeds = { name: 'embed:1b', digest: 'embed', capabilities: ['embedding'] }
    const old = { name: 'nomic-embed-text:latest', digest: 'old' }
    const cloud = { ...chats('gpt-oss:120b-cloud') }

    expect(await namesOf(boxWith([chats('a:1b'), embeds, old, cloud]))).toEqual(['a:1b'])
  })

  it('are those that the owner names, whatever host and port a name has', async () => {
    const registry = 'registry.local:5000/team/model:latest'
    const given = boxWith(
      [chats(registry), chats('gemma3:latest'), chats('qwen3:8b')],
      'registry.local:5000/team/model, gemma3'
    )

    expect(await namesOf(given)).toEqual([registry, 'gemma3:latest'])
  })

  it('are none where none can chat, and the owner is told', async () => {
    expect(await namesOf(boxWith([{ name: 'embed:1b', digest: 'e', capabilities: ['embedding'] }]))).toEqual(
      []
    )
    expect(console.warn).toHaveBeenCalledWith('{"burrow":"no models","installed":1,"named":0}')
  })

  it('are kept for a while, asked anew behind the answer, and at once where that is wanted', async () => {
    vi.useFakeTimers()
    const given = boxWith([chats('a:1b')])
    await namesOf(given)
    await namesOf(given)
    expect(given.box.asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(20_000)
    await namesOf(given, 'kept')
    expect(given.box.asked).toHaveLength(1)
    await namesOf(given)
    expect(given.box.asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(2_000)
    await namesOf(given, 'now')
    expect(given.box.asked).toHaveLength(3)
  })

  it('are asked anew once, whoever else wants them meanwhile', async () => {
    vi.useFakeTimers()
    const given = boxWith([chats('a:1b')])
    await namesOf(given)
    await vi.advanceTimersByTimeAsync(20_000)
    const { promise, resolve } = Promise.withResolvers<Response>()
    given.box.table['/api/tags'] = () => promise
    await namesOf(given)
    await vi.advanceTimersByTimeAsync(100)
    await namesOf(given)
    resolve(tagsOf(chats('b:1b')))
    await vi.advanceTimersByTimeAsync(2_000)

    expect(await namesOf(given)).toEqual(['b:1b'])
    expect(given.box.asked).toHaveLength(2)
  })

  it('stay known by name while the box is away, however old the list', async () => {
    vi.useFakeTimers()
    const given = boxWith([chats('a:1b')])
    await namesOf(given)
    await vi.advanceTimersByTimeAsync(24 * 60 * 60_000)
    given.box.table = {}

    expect(await namesOf(given)).toBe('host_unreachable')
    expect(given.host.mayKnow(given.allowed, 'a:1b')).toBe(true)
    expect(given.host.mayKnow(given.allowed, 'b:1b')).toBe(false)
  })

  it('are asked for anew where the box does not have one of them any more', async () => {
    vi.useFakeTimers()
    const given = boxWith([chats('a:1b')])
    await namesOf(given)
    given.box.table['/api/tags'] = () => tagsOf(chats('b:1b'))
    await vi.advanceTimersByTimeAsync(10)
    given.host.doubt()
    const names = namesOf(given)
    await vi.advanceTimersByTimeAsync(1_000)

    expect(await names).toEqual(['b:1b'])
  })

  it('may be any while nothing is known, but those that the owner does not name', () => {
    const unknown = boxWith([])

    expect(unknown.host.mayKnow([], 'a:1b')).toBe(true)
    expect(unknown.host.mayKnow(['b:1b'], 'a:1b')).toBe(false)
  })

  it('outlive the object that knew them, with all that was learned of them', async () => {
    vi.useFakeTimers()
    const given = boxWith([chats('a:1b')])
    given.box.table['/api/ps'] = () =>
      json({ models: [{ name: 'a:1b', digest: 'a:1b', context_length: 2_048 }] })
    await namesOf(given)
    await given.host.memory(Date.now())
    given.host.pace.learn('a:1b', { promptTokens: 1_000, promptNs: 10e9 })
    given.box.table = {}
    const next = given.again()

    expect(await namesOf(next)).toEqual(['a:1b'])
    expect(next.host.contextOf('a:1b')).toEqual({ context: 2_048, ageMs: 0 })
    expect(next.host.pace.readMs('a:1b', 500)).toBe(5_000)
  })

  it('are offered as the owner says now, whatever was offered when they were listed', async () => {
    const given = boxWith([chats('a:1b'), chats('b:1b')])
    await namesOf(given)

    expect(await namesOf({ ...given, allowed: ['b:1b'] })).toEqual(['b:1b'])
  })
})

describe('a thousand who ask', () => {
  it('within a second cost one look for each path, and those of the next second another', async () => {
    vi.useFakeTimers()
    const { box, host, allowed } = boxWith([chats('a:1b')])
    Object.assign(box.table, {
      '/api/version': () => json({ version: '0.33.0' }),
      '/api/ps': () => json({ models: [] }),
    })
    for (const expected of [1, 2]) {
      const all = Array.from({ length: 1_000 }, () => [
        host.version(0),
        host.memory(Date.now()),
        host.offers(allowed, 'now'),
      ]).flat()
      await vi.advanceTimersByTimeAsync(expected * 1_001)
      await Promise.all(all)
      expect(box.at('/api/version')).toHaveLength(expected)
      expect(box.at('/api/ps')).toHaveLength(expected)
      expect(box.at('/api/tags')).toHaveLength(expected)
    }
  })

  it('are told of a fault as they are of an answer', async () => {
    vi.useFakeTimers()
    const { box, host } = boxWith([])
    box.table['/api/version'] = () => html(530)
    const all = await Promise.all(Array.from({ length: 1_000 }, () => host.version(0)))

    expect(new Set(all.map(told => told.ok || told.fault.code))).toEqual(new Set(['host_offline']))
    expect(box.at('/api/version')).toHaveLength(1)
  })
})
