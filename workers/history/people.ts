/** The part of history's contract that is about visitors themselves: what they are known by, what is kept of them, their keys. */

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ApiKey, KeyList } from '../protocol/keys.ts'
import type { KeptUsage, TakenAlong } from '../protocol/me.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import { erase } from './erase.ts'
import { named } from './named.ts'
import { Passkeys } from './passkeys.ts'
import { database } from './queries/database.ts'
import { addKey, listKeys, removeKey } from './queries/keys.ts'
import { countChats } from './queries/move.ts'
import { keepEmail } from './queries/visitors.ts'
import { keptBy } from './room.ts'
import { takeAlong } from './take-along.ts'
import { useKey } from './use-key.ts'

export class People extends WorkerEntrypoint<HistoryEnv> {
  /** Somebody has come whom the owner's Access lets in under this e-mail address, in lower case. */
  introduce(owner: string, email: string, requestId?: string): Promise<Reply<null>> {
    return named(requestId, async () => {
      await keepEmail(database(this.env, owner), owner, email)
      return ok(null)
    })
  }

  /** The owner's passkeys: an object of its own, whose calls name the owner no more. */
  passkeys(owner: string, requestId?: string): Passkeys {
    return new Passkeys(this.env, owner, requestId)
  }

  /** How many chats the owner has. */
  count(owner: string, requestId?: string): Promise<Reply<number>> {
    return named(requestId, async () => ok(await countChats(database(this.env, owner), owner)))
  }

  /**
   * Gives the owner's chats to another visitor, who has shown to be the same person: some with each call. One in which an
   * answer is being written stays until that has ended.
   */
  takeAlong(owner: string, to: string, requestId?: string): Promise<Reply<TakenAlong>> {
    return named(requestId, async () => ok(await takeAlong(this.env, owner, to, requestId)))
  }

  /** What is kept of the owner, null for somebody new, and what may be. */
  kept(owner: string | null, requestId?: string): Promise<Reply<KeptUsage>> {
    return named(requestId, async () => ok(await keptBy(this.env, owner)))
  }

  /** Deletes all that is the owner's, for good. `busy`: chats of theirs in which something is written, or waits. */
  erase(owner: string, busy: string[], requestId?: string): Promise<Reply<null>> {
    return named(requestId, async () => {
      await erase(this.env, owner, busy, requestId)
      return ok(null)
    })
  }

  /** The keys of the owner's programs. */
  keys(owner: string, requestId?: string): Promise<Reply<KeyList>> {
    return named(requestId, async () => ok({ keys: await listKeys(database(this.env, owner), owner) }))
  }

  /** Keeps a key, of which the gateway tells no more than its hash. */
  addKey(
    owner: string,
    { id, name, hash }: Pick<ApiKey, 'id' | 'name'> & { hash: string },
    requestId?: string
  ): Promise<Reply<ApiKey>> {
    const key = { id, name, createdAt: Date.now() }
    return named(requestId, async () =>
      (await addKey(database(this.env, owner), owner, key, hash)) ? ok(key) : no('too_many_keys')
    )
  }

  removeKey(owner: string, key: string, requestId?: string): Promise<Reply<null>> {
    return named(requestId, async () =>
      (await removeKey(database(this.env, owner), owner, key)) ? ok(null) : no('not_found')
    )
  }

  /** In whose name a program asks that sent the key of this hash. */
  keyOwner(hash: string, requestId?: string): Promise<Reply<{ owner: string }>> {
    return named(requestId, () => useKey(this.env, hash, work => this.ctx.waitUntil(work), requestId))
  }
}
