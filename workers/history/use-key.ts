/** A program asks by a key: in whose name, and that it did. */

import { causeOf, log } from '../protocol/log.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import { database } from './queries/database.ts'
import { noteUse, ownerOfKey } from './queries/keys.ts'

/** Nobody waits for the use to be written down, and it may be lost. */
export async function useKey(
  env: HistoryEnv,
  hash: string,
  later: (work: Promise<unknown>) => void,
  requestId: string | undefined
): Promise<Reply<{ owner: string }>> {
  // Whose it is, is what is asked.
  const db = database(env, '')
  const owner = await ownerOfKey(db, hash)
  if (owner === null) return no('no_key')
  const unnoted = (error: unknown) => log('memory', { request: requestId, detail: causeOf(error) })
  later(noteUse(db, hash).catch(unnoted))
  return ok({ owner })
}
