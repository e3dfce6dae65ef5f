/**
 * A runner can lose its only slot: when a client goes at the wrong moment, Ollama's generator waits for it for ever
 * (ollama#17131). Then the model is listed as loaded, answers nobody, and every request to it waits in silence. Only
 * unloading it helps.
 *
 * What this isolate knows is a guess, for others may be answered by the same box. A wrong guess is harmless: unloading
 * cuts no answer, for a runner leaves memory when the last request to it is over (`expireRunner`; seen on 0.24); whoever
 * waits here loses the place in Ollama's line, and the model is loaded once more.
 */

import { type Host, probe } from './host.ts'
import { loadedModels } from './loaded.ts'
import { pause } from './phase.ts'
import type { Place, Traffic } from './traffic.ts'

/** Between two looks at a silent request, in milliseconds. Whoever waits beside it lets go this late at most. */
const LOOK_MS = 1_000

/** Between two looks at a model that is to leave memory, in milliseconds: it takes 0.1 s when nobody holds it. */
const GONE_LOOK_MS = 250

/**
 * How long the model may take to leave, in milliseconds: those who wait for it here let go within a second, and an
 * abandoned prompt that is still being read is cut short. What is listed after this is held by someone else.
 */
const GONE_MS = 10_000

/**
 * For this long, in milliseconds, a model is not unloaded a second time. A guess that was wrong (the box reads slower
 * than is thought here, its owner uses it too) must not be made again with every request.
 */
const AGAIN_MS = 5 * 60_000

/** A request that is silent, and the model it waits for. */
export interface Silence {
  host: Host
  model: string
  traffic: Traffic
  place: Place
}

/**
 * Resolves with true as soon as a request must be given up: its model is wedged, or was found to be by another request
 * that waits for it. While one waits the model cannot leave memory. With false when `over` is aborted.
 *
 * `listed`: the model was in memory from the first look on, so it is not being loaded. `patienceMs` is the silence that
 * is granted beyond the reading of all that was sent.
 */
export async function isWedged(
  { host, model, traffic, place }: Silence,
  listed: Promise<boolean>,
  patienceMs: number,
  over: AbortSignal
): Promise<boolean> {
  let suspect = false
  void listed.then(
    was => (suspect = was),
    () => {}
  )
  for (;;) {
    await pause(LOOK_MS, over)
    if (over.aborted) return false
    if (traffic.unloadedAt >= place.since) return true
    const now = Date.now()
    if (!suspect || traffic.answers || now < place.readBy + patienceMs) continue
    if (now - traffic.unloadedAt < AGAIN_MS) continue
    const loaded = await loadedModels(host)
    if (over.aborted) return false
    // A look takes a while: somebody may have been answered, or have unloaded it, meanwhile.
    if (loaded?.has(model) && !traffic.answers) return true
    if (loaded !== null) suspect = false
  }
}

/** Takes the model out of memory, unless another request has done so since this one was sent, and waits for it to go. */
export async function unload({ host, model, traffic, place }: Silence, stop: AbortSignal): Promise<void> {
  stop.throwIfAborted()
  if (traffic.unloadedAt >= place.since) return untilGone(host, model, traffic, stop)
  const now = Date.now()
  Object.assign(traffic, { unloadedAt: now, gone: false })
  tell(
    model,
    `loaded, silent for ${Math.round((now - place.since) / 1_000)} s, answers nobody here: it is unloaded`
  )
  try {
    // Without messages nothing is generated: this takes no slot, and is answered at once.
    const response = await probe(host, '/api/chat', { model, messages: [], keep_alive: 0 }, stop)
    await response.body?.cancel()
    if (!response.ok) traffic.gone = true
  } catch {
    // The box is in another trouble, which the second try will name. After a stop it may have been told all the same.
    if (!stop.aborted) traffic.gone = true
  }
  await untilGone(host, model, traffic, stop)
  if (!traffic.gone) tell(model, 'told to leave memory and still there: somebody else is using it')
}

/** Resolves when nobody waits for the model to leave memory: a request that was sent now would hold it there. */
export async function untilGone(
  host: Host,
  model: string,
  traffic: Traffic,
  stop: AbortSignal
): Promise<void> {
  while (isLeaving(traffic)) {
    const loaded = await loadedModels(host)
    if (loaded !== null && !loaded.has(model)) traffic.gone = true
    else await pause(GONE_LOOK_MS, stop)
    stop.throwIfAborted()
  }
}

/** The model was told to leave memory and may still do so. */
export const isLeaving = ({ gone, unloadedAt }: Traffic): boolean =>
  !gone && Date.now() - unloadedAt < GONE_MS

/** For the owner. */
const tell = (model: string, detail: string): void =>
  console.warn(JSON.stringify({ burrow: 'wedged', model, detail }))
