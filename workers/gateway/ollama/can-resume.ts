/**
 * Can a model go on with a partial answer? Its template decides, which its digest names: what was found is kept for it.
 * So the digest must be that of this moment, not of a list that is minutes old.
 */

import type { Told } from './client.ts'

/** Digests that are kept: more than any box has models. */
const DIGESTS = 500

const kept = new Map<string, boolean>()

/** Looks once for each digest; `leavesOpen` asks the host. */
export async function canResume(
  { digest }: { digest: string },
  leavesOpen: () => Promise<Told<boolean>>
): Promise<Told<boolean>> {
  const known = kept.get(digest)
  if (known !== undefined) return { ok: true, value: known }
  const told = await leavesOpen()
  if (!told.ok || digest === '') return told
  for (const old of kept.keys()) if (kept.size >= DIGESTS) kept.delete(old)
  kept.set(digest, told.value)
  return told
}
