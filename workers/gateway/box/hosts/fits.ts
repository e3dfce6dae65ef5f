/** Do the messages fit the context that this host gives the model? */

import type { Entering } from '../entrance.ts'
import type { KnownHost } from './known-host.ts'

/** A context that was reported longer ago, in milliseconds, refuses nothing before the host was looked at once more. */
const SURE_MS = 15_000

/** The context for which they are to be chosen anew; null where they fit, or where nothing is known that says no. */
export async function smallerContext(
  host: KnownHost,
  { model, tokens, context, requestId }: Pick<Entering, 'model' | 'tokens' | 'context' | 'requestId'>
): Promise<number | null> {
  const isTooSmall = (one: ReturnType<KnownHost['contextOf']>): one is NonNullable<typeof one> =>
    one !== null && tokens > one.context && (context === undefined || context > one.context)
  const known = host.contextOf(model)
  if (!isTooSmall(known)) return null
  if (known.ageMs > SURE_MS) await host.memory(Date.now(), requestId)
  const now = host.contextOf(model)
  return isTooSmall(now) ? now.context : null
}
