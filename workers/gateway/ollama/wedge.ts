/**
 * A runner can lose its only slot: when a client goes at the wrong moment, Ollama's generator waits for it for ever
 * (ollama#17131). Then the model is listed as loaded, answers nobody, and every request to it waits in silence. Only
 * unloading it helps.
 *
 * What this isolate knows is a guess: whoever else uses the box may be answered meanwhile. So the owner is told, and
 * nothing is unloaded unless the owner wants that.
 */

import { log } from '../../protocol/log.ts'
import { unload as tellToLeave } from './client.ts'
import type { Host } from './host.ts'
import type { Loaded } from './memory.ts'
import { pause } from './pause.ts'
import type { Sight } from './sight.ts'
import type { Place, Traffic } from './traffic.ts'

/** Between two looks at a model that is to leave memory, in milliseconds: it takes 0.1 s when nobody holds it. */
const GONE_LOOK_MS = 250

/**
 * How long the model may take to leave, in milliseconds: those who wait for it here let go within a second, and an
 * abandoned prompt that is still being read is cut short. What is listed after this is held by someone else.
 */
const GONE_MS = 10_000

/**
 * For this long, in milliseconds, a model is not suspected a second time. A guess that was wrong (the box reads slower
 * than is thought here, its owner uses it too) must not be made again with every request.
 */
const AGAIN_MS = 5 * 60_000

/** Milliseconds by which that time may differ from look to look: a host may round it. */
const MOVED_MS = 500

interface Suspect {
  host: Host
  sight: Sight
  model: string
  traffic: Traffic
  place: Place
  wedgeMs: number
  unloadWedged: boolean
}

/**
 * Is the model that this silent request waits for wedged, and may it be unloaded? Never while its prompt may still be
 * read, nor where somebody is known to use it. `first` is how it was listed first: a request of anybody's that ended
 * since has moved the time at which it leaves memory. Tells the owner.
 */
export async function isWedged(
  { host, sight, model, traffic, place, wedgeMs, unloadWedged }: Suspect,
  first: Loaded
): Promise<boolean> {
  const now = Date.now()
  if (place.begunAt === null || now < place.begunAt + place.readMs + wedgeMs) return false
  if (traffic.isBehind(place) || now - traffic.toldAt < AGAIN_MS) return false
  const listed = (await sight.look())?.get(model)
  // A look takes a while: somebody may have been answered, or have told the owner, meanwhile.
  if (listed === undefined || traffic.isBehind(place) || now < traffic.toldAt + AGAIN_MS) return false
  traffic.toldAt = now
  const used = Math.abs(listed.expiresAt - first.expiresAt) > MOVED_MS
  const silentSeconds = Math.round((now - place.begunAt) / 1_000)
  log('wedged', { request: host.requestId, model, silentSeconds, used, unloaded: unloadWedged && !used })
  return unloadWedged && !used
}

/** Takes the model out of memory, unless another request has done so since this one was sent, and waits for it to go. */
export async function unload(
  { host, sight, model, traffic, place }: Pick<Suspect, 'host' | 'sight' | 'model' | 'traffic' | 'place'>,
  stop: AbortSignal
): Promise<void> {
  stop.throwIfAborted()
  if (traffic.unloadedAt < place.since) {
    Object.assign(traffic, { unloadedAt: Date.now(), gone: false })
    // The box is in another trouble, which the next sending will name. After a stop it may have been told all the same.
    if (!(await tellToLeave(host, model, stop))) traffic.gone = true
  }
  await untilGone(sight, model, traffic, stop)
  if (!traffic.gone) log('wedged', { request: host.requestId, model, held: true })
}

/** Resolves when nobody waits for the model to leave memory: a request that was sent now would hold it there. */
export async function untilGone(
  sight: Sight,
  model: string,
  traffic: Traffic,
  stop: AbortSignal
): Promise<void> {
  while (isLeaving(traffic)) {
    const memory = await sight.look()
    if (memory !== null && !memory.has(model)) traffic.gone = true
    else await pause(GONE_LOOK_MS, stop)
    stop.throwIfAborted()
  }
}

/** The model was told to leave memory and may still do so. */
export const isLeaving = ({ gone, unloadedAt }: Traffic): boolean =>
  !gone && Date.now() - unloadedAt < GONE_MS
