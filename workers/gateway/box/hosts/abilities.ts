/** What models can, where a host's list does not say. */

import type { Tag } from '../../ollama/answers.ts'
import { show } from '../../ollama/client.ts'
import type { Host } from '../../ollama/host.ts'
import type { Book } from '../book.ts'

/** Models whose abilities are asked for at the same moment: a Worker may wait for six connections. */
const AT_ONCE = 5

/** Those of this list, by digest: as they are `known`, or as the host says of each when it is asked. */
export async function learnAbilities(
  list: readonly Tag[],
  known: Book['abilities'],
  host: Host
): Promise<Book['abilities']> {
  const silent = list.filter(tag => tag.capabilities === undefined)
  const found = new Map<string, string[] | null>()
  for (const { digest } of silent) {
    const can = known[digest]
    if (can !== undefined) found.set(digest, can)
  }
  const unknown = silent.filter(({ digest }) => !found.has(digest))
  for (let n = 0; n < unknown.length; n += AT_ONCE) {
    await Promise.all(
      unknown.slice(n, n + AT_ONCE).map(async tag => {
        const told = await show(host, tag.name)
        // Left unknown it is asked again with the next list, and chats meanwhile without thinking or images.
        if (told.ok && tag.digest !== '') found.set(tag.digest, told.value ?? null)
      })
    )
  }
  return Object.fromEntries(found)
}
