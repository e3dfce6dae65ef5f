/** Which of the owner's hosts is asked. */

import { version } from './client.ts'
import { type Host, type HostSettings, hostsOf } from './host.ts'

/** How long a host that answered is preferred without asking it again. */
const CHOSEN_MS = 5_000

/** Per isolate: which host of which list answered last, and when. A value, never a promise: those die with their request. */
const chosen = new Map<string, { url: string; at: number }>()

/**
 * The first host that answers, or the first of the list when none does. With one host nothing is asked. A choice holds
 * for {@link CHOSEN_MS}, so that a preferred host that comes back is found within seconds. What is asked of it is asked
 * under `requestId`.
 */
export async function pickHost(settings: HostSettings, requestId: string | undefined): Promise<Host> {
  const all = hostsOf(settings, requestId)
  const [first] = all
  if (first === undefined) throw new Error('settings without a host')
  if (all.length === 1) return first
  const key = all.map(({ url }) => url).join()
  const last = chosen.get(key)
  const kept = all.find(host => host.url === last?.url)
  if (last !== undefined && kept !== undefined && Date.now() - last.at < CHOSEN_MS) return kept

  const answers = await Promise.all(all.map(version))
  const host = all.find((_, n) => answers[n]?.ok) ?? first
  chosen.set(key, { url: host.url, at: Date.now() })
  return host
}
