/**
 * What the box is doing while a request is silent. Ollama does not say, and sends no header before the first token; so
 * the list of loaded models is asked: not in it means that the model is being loaded, in it that the prompt is read.
 */

import type { TurnState } from '../../protocol/events.ts'
import type { Host } from './host.ts'
import { loadedModels } from './loaded.ts'

/** The page shows no state sooner; a warm model has answered by then, and nothing is asked. */
const FIRST_LOOK_MS = 250

/** Between looks at a model that is being loaded. */
const NEXT_LOOK_MS = 1_000

/**
 * Tells `say` what goes on, each time it changes, until the model is in memory or `over` is aborted. Resolves with
 * whether it was listed there at the first look already.
 */
export async function watchPhase(
  host: Host,
  model: string,
  over: AbortSignal,
  say: (state: TurnState) => Promise<void>
): Promise<boolean> {
  let said: string | undefined
  for (let wait = FIRST_LOOK_MS; said !== 'reading'; wait = NEXT_LOOK_MS) {
    await pause(wait, over)
    if (over.aborted) return false
    const loaded = await loadedModels(host)
    if (over.aborted) return false
    const state = loaded === null || loaded.has(model) ? 'reading' : 'loading'
    if (state !== said) await say({ state })
    if (said === undefined && loaded?.has(model)) return true
    said = state
  }
  return false
}

/** Resolves after `ms`, or at once when `signal` is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  scheduler.wait(ms, { signal }).catch(() => {})
