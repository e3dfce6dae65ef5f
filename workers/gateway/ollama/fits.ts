/** Do the messages fit the context that this host gives the model? */

import type { CompletionRequest } from '../../protocol/completion.ts'
import type { Fault } from './faults.ts'
import type { Host } from './host.ts'
import { contextOf, look } from './memory.ts'

/** A context that was reported longer ago, in milliseconds, refuses nothing before the host was looked at once more. */
const SURE_MS = 15_000

/** The context for which they are to be chosen anew; null where they fit, or where nothing is known that says no. */
export async function smallerContext(
  host: Host,
  model: string,
  { context, tokens }: Pick<CompletionRequest, 'context' | 'tokens'>
): Promise<number | null> {
  const isTooSmall = (one: ReturnType<typeof contextOf>): one is NonNullable<typeof one> =>
    one !== null && tokens > one.context && (context === undefined || context > one.context)
  const known = contextOf(host, model)
  if (!isTooSmall(known)) return null
  if (known.ageMs > SURE_MS) await look(host)
  const now = contextOf(host, model)
  return isTooSmall(now) ? now.context : null
}

/** What the host gives the model, after it refused a prompt as too long; null where neither it nor the refusal says. */
export async function contextAfter(host: Host, model: string, refusal: Fault): Promise<number | null> {
  await look(host)
  return contextOf(host, model)?.context ?? refusal.context ?? null
}
