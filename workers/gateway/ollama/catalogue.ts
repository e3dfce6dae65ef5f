/**
 * Which models may be asked, and what they can. The list is kept for a short while in the isolate; what a model can is
 * kept by its digest, for it never changes.
 */

import * as v from 'valibot'
import { Show, Tags, type Tag } from './answers.ts'
import { type Fault, nameFault, noAnswer } from './faults.ts'
import { type Host, probe } from './host.ts'

/** A list younger than this is used as it is; an older one is used too, and renewed behind the answer. */
const FRESH_MS = 15_000

/** An older list than this is asked anew first: the owner may have changed everything. */
const STALE_MS = 10 * 60_000

/** Models whose abilities are asked for at the same moment: a Worker may wait for six connections. */
const AT_ONCE = 5

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

export type Catalogue = { ok: true; offers: Offer[] } | { ok: false; fault: Fault }

const kept = new Map<string, { at: number; offers: Offer[] }>()
const abilities = new Map<string, string[] | undefined>()

/**
 * The models of this host that the owner's list (`MODELS`) lets a visitor ask; an empty list offers all that chat and
 * run on the box itself. `later` keeps a renewal alive behind the answer.
 */
export async function catalogue(
  host: Host,
  allowed: string,
  later: (work: Promise<unknown>) => void
): Promise<Catalogue> {
  const key = `${host.url} ${allowed}`
  const old = kept.get(key)
  const age = old === undefined ? Number.POSITIVE_INFINITY : Date.now() - old.at
  if (old !== undefined && age < STALE_MS) {
    if (age >= FRESH_MS) later(ask(host, allowed, key))
    return { ok: true, offers: old.offers }
  }
  return ask(host, allowed, key)
}

/** The next look-up asks the host: something it said does not fit the list any more. */
export function forgetCatalogue(): void {
  kept.clear()
}

async function ask(host: Host, allowed: string, key: string): Promise<Catalogue> {
  let tags: Tag[]
  try {
    const response = await probe(host, '/api/tags')
    if (!response.ok || !isJson(response)) return { ok: false, fault: await nameFault(response) }
    tags = v.parse(Tags, await response.json()).models
  } catch (error) {
    return { ok: false, fault: noAnswer(error) }
  }
  const names = allowed.split(',').flatMap(name => fullName(name.trim()))
  const offered = tags.filter(tag => !isCloud(tag) && (names.length === 0 || names.includes(tag.name)))
  await learn(host, offered)
  const offers = offered.flatMap(tag => offer(tag, abilities.get(tag.digest) ?? tag.capabilities))
  kept.set(key, { at: Date.now(), offers })
  return { ok: true, offers }
}

/** Ollama lists every model with its tag; people leave `:latest` off. */
const fullName = (name: string): string[] =>
  name === '' ? [] : [name.includes(':') ? name : `${name}:latest`]

/** A cloud model would send the prompt away, on the owner's account. */
const isCloud = (tag: Tag): boolean =>
  tag.remote_host !== undefined || tag.remote_model !== undefined || /(:|-)cloud$/.test(tag.name)

/** Asks what a model can, where the list does not say and no answer is kept for its digest. */
async function learn(host: Host, tags: Tag[]): Promise<void> {
  const unknown = tags.filter(tag => tag.capabilities === undefined && !abilities.has(tag.digest))
  for (let n = 0; n < unknown.length; n += AT_ONCE) {
    await Promise.all(
      unknown.slice(n, n + AT_ONCE).map(async tag => {
        try {
          const response = await probe(host, '/api/show', { model: tag.name })
          if (!response.ok) return
          abilities.set(tag.digest, v.parse(Show, await response.json()).capabilities)
        } catch {
          // Left unknown: it is asked again with the next list, and chats meanwhile without thinking or images.
        }
      })
    )
  }
}

/** What an Ollama too old to name abilities cannot say is left out; a family of embedders is told by its name. */
function offer(tag: Tag, can: string[] | undefined): Offer[] {
  const chats =
    can === undefined ? !/bert|embed/.test(`${tag.details?.family} ${tag.name}`) : can.includes('completion')
  if (!chats) return []
  const parameters = tag.details?.parameter_size
  return [
    {
      name: tag.name,
      digest: tag.digest,
      size: tag.size,
      ...(parameters ? { parameters } : {}),
      sees: can?.includes('vision') ?? false,
      thinks: can?.includes('thinking') ?? false,
      tools: can?.includes('tools') ?? false,
    },
  ]
}

const isJson = (response: Response): boolean =>
  (response.headers.get('content-type') ?? '').startsWith('application/json')
