/**
 * Which models may be asked, and what they can. The list is kept for a short while in the isolate; what a model can is
 * kept by its digest, for it never changes.
 */

import { log } from '../../protocol/log.ts'
import type { Settings } from '../settings.ts'
import type { Tag } from './answers.ts'
import { show, tags, type Told } from './client.ts'
import { LATE } from './faults.ts'
import type { Host } from './host.ts'

/** A list younger than this is used as it is; an older one is used too, and renewed behind the answer. */
const FRESH_MS = 15_000

/** An older list than this is asked anew first: the owner may have changed everything. */
const STALE_MS = 10 * 60_000

/** Models whose abilities are asked for at the same moment: a Worker may wait for six connections. */
const AT_ONCE = 5

/** Digests whose abilities are kept: more than any box has models. */
const DIGESTS = 1_000

/** A model that may be asked. */
export interface Offer {
  name: string
  digest: string
  size: number
  parameters?: string
  sees: boolean
  thinks: boolean
  tools: boolean
}

const kept = new Map<string, { at: number; offers: Offer[] }>()
const abilities = new Map<string, string[] | undefined>()

/** Which list of which host: the owner may name the models that a visitor may ask; an empty list offers all. */
type Models = Settings['models']
const keyOf = (host: Host, allowed: Models): string => [host.url, ...allowed].join(' ')

/**
 * The models of this host that a visitor may ask: those that the owner names, or all that chat and run on the box
 * itself. `how`: of this moment; as it is kept, for a while; or that, renewed behind the answer by what keeps work alive.
 */
export async function catalogue(
  host: Host,
  allowed: Models,
  how: 'now' | 'kept' | ((work: Promise<unknown>) => void)
): Promise<Told<Offer[]>> {
  const old = kept.get(keyOf(host, allowed))
  const age = old === undefined ? Number.POSITIVE_INFINITY : Date.now() - old.at
  if (how !== 'now' && old !== undefined && age < STALE_MS) {
    if (age >= FRESH_MS && how !== 'kept') how(ask(host, allowed))
    return { ok: true, value: old.offers }
  }
  const told = await ask(host, allowed)
  // A box that is slow to list its models has them still.
  return !told.ok && told.fault.cause === LATE && old !== undefined ? { ok: true, value: old.offers } : told
}

/** False where neither the owner's list nor the last that this host gave, however old, has a model of this name. */
export function mayKnow(host: Host, allowed: Models, name: string): boolean {
  if (allowed.length > 0 && !allowed.includes(name)) return false
  return kept.get(keyOf(host, allowed))?.offers.some(offer => offer.name === name) ?? true
}

/** The next look-up asks the host: something it said does not fit the list any more. What it said stays known. */
export function renewCatalogue(): void {
  for (const list of kept.values()) list.at = 0
}

async function ask(host: Host, allowed: Models): Promise<Told<Offer[]>> {
  const told = await tags(host)
  if (!told.ok) return told
  const offered = told.value.filter(
    tag => !isCloud(tag) && (allowed.length === 0 || allowed.includes(tag.name))
  )
  await learn(host, offered)
  const offers = offered.flatMap(tag => offerOf(tag, abilities.get(tag.digest) ?? tag.capabilities))
  if (offers.length === 0) {
    const [installed, named] = [told.value.length, allowed.length]
    log('no models', { request: host.requestId, installed, named })
  }
  kept.set(keyOf(host, allowed), { at: Date.now(), offers })
  return { ok: true, value: offers }
}

/** A cloud model would send the prompt away, on the owner's account. */
const isCloud = (tag: Tag): boolean =>
  tag.remote_host !== undefined || tag.remote_model !== undefined || /(:|-)cloud$/.test(tag.name)

/** Asks what a model can, where the list does not say and no answer is kept for its digest. */
async function learn(host: Host, list: Tag[]): Promise<void> {
  const unknown = list.filter(tag => tag.capabilities === undefined && !abilities.has(tag.digest))
  for (let n = 0; n < unknown.length; n += AT_ONCE) {
    await Promise.all(
      unknown.slice(n, n + AT_ONCE).map(async tag => {
        const told = await show(host, tag.name)
        // Left unknown it is asked again with the next list, and chats meanwhile without thinking or images.
        if (!told.ok || tag.digest === '') return
        for (const old of abilities.keys()) if (abilities.size >= DIGESTS) abilities.delete(old)
        abilities.set(tag.digest, told.value)
      })
    )
  }
}

/** What an Ollama too old to name abilities cannot say is left out; a family of embedders is told by its name. */
function offerOf(tag: Tag, can: string[] | undefined): Offer[] {
  const { family, parameter_size: parameters } = tag.details
  const chats = can === undefined ? !/bert|embed/.test(`${family} ${tag.name}`) : can.includes('completion')
  if (!chats) return []
  return [
    {
      name: tag.name,
      digest: tag.digest,
      size: tag.size,
      ...(parameters === '' ? {} : { parameters }),
      sees: can?.includes('vision') ?? false,
      thinks: can?.includes('thinking') ?? false,
      tools: can?.includes('tools') ?? false,
    },
  ]
}
