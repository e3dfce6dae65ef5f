import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settings } from '../settings.ts'
import { type Box, envOf, fakeBox, json, type Model, tagsOf } from '../testing/fake-box.ts'
import { catalogue, mayKnow, renewCatalogue } from './catalogue.ts'
import { hostsOf } from './host.ts'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const chats = (name: string): Model => ({ name, digest: name, capabilities: ['completion'] })

function boxWith(models: Model[], MODELS = '') {
  const box = fakeBox({ '/api/tags': () => tagsOf(...models), '/api/show': () => json({}) })
  return { box, ...ownersOf(box, MODELS) }
}

function ownersOf(box: Box, MODELS = '') {
  const owners = settings(envOf(box, { MODELS }))
  const [host] = hostsOf(owners)
  if (host === undefined) throw new Error('no host')
  return { host, models: owners.models }
}

const later = () => {}

async function namesOf({ host, models }: ReturnType<typeof ownersOf>) {
  const told = await catalogue(host, models, later)
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
    const behind: Promise<unknown>[] = []
    const ask = (how: 'kept' | 'now') =>
      catalogue(given.host, given.models, how === 'now' ? how : work => void behind.push(work))
    await ask('kept')
    await ask('kept')
    expect(given.box.asked).toHaveLength(1)
    vi.advanceTimersByTime(20_000)
    await ask('kept')
    expect(behind).toHaveLength(1)
    await ask('now')
    expect(given.box.asked).toHaveLength(3)
  })

  it('stay known by name while the box is away, however old the list', async () => {
    vi.useFakeTimers()
    const given = boxWith([chats('a:1b')])
    await namesOf(given)
    vi.advanceTimersByTime(24 * 60 * 60_000)
    given.box.table = {}
    renewCatalogue()

    expect(await namesOf(given)).toBe('host_unreachable')
    expect(mayKnow(given.host, given.models, 'a:1b')).toBe(true)
    expect(mayKnow(given.host, given.models, 'b:1b')).toBe(false)
  })

  it('may be any while nothing is known, but those that the owner does not name', () => {
    const unknown = boxWith([])

    expect(mayKnow(unknown.host, unknown.models, 'a:1b')).toBe(true)
    expect(mayKnow(unknown.host, ['b:1b'], 'a:1b')).toBe(false)
  })
})
