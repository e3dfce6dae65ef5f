/** The passkeys of one visitor, for whoever was told by the visitor's own name whose they are. */

import { RpcTarget } from 'cloudflare:workers'
import { PASSKEYS } from '../protocol/limits.ts'
import type { Passkey } from '../protocol/me.ts'
import type { Credential } from '../protocol/passkeys.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import { named } from './named.ts'
import { database } from './queries/database.ts'
import * as queries from './queries/passkeys.ts'

export class Passkeys extends RpcTarget {
  readonly #env: Pick<HistoryEnv, 'DB'>
  readonly #owner: string
  readonly #requestId: string | undefined

  constructor(env: Pick<HistoryEnv, 'DB'>, owner: string, requestId: string | undefined) {
    super()
    this.#env = env
    this.#owner = owner
    this.#requestId = requestId
  }

  /** Oldest first. */
  list(): Promise<Reply<Passkey[]>> {
    return named(this.#requestId, async () => ok(await queries.listPasskeys(this.#db, this.#owner)))
  }

  /** What a browser is told of those that there are. Refused where there is no place for one more. */
  credentials(): Promise<Reply<Pick<Credential, 'credential' | 'transports'>[]>> {
    return named(this.#requestId, async () => {
      const all = await queries.listCredentials(this.#db, this.#owner)
      return all.length < PASSKEYS ? ok(all) : no('too_many_passkeys')
    })
  }

  /** As it is kept; null where it is not theirs. */
  find(credential: string): Promise<Reply<Credential | null>> {
    return named(this.#requestId, async () =>
      ok(await queries.findCredential(this.#db, this.#owner, credential))
    )
  }

  /** Keeps one more, under a name that tells it from the others. */
  add(credential: Credential): Promise<Reply<Passkey>> {
    return named(this.#requestId, async () => {
      const { added, all } = await queries.addPasskey(this.#db, this.#owner, credential)
      if (added !== null) return ok(added)
      return no(all < PASSKEYS ? 'passkey_refused' : 'too_many_passkeys')
    })
  }

  rename(id: string, name: string): Promise<Reply<Passkey>> {
    return named(this.#requestId, async () => {
      const renamed = await queries.renamePasskey(this.#db, this.#owner, id, name)
      return renamed === null ? no('not_found') : ok(renamed)
    })
  }

  /** Answers how many are left. */
  remove(id: string): Promise<Reply<number>> {
    return named(this.#requestId, async () => {
      if (!(await queries.removePasskey(this.#db, this.#owner, id))) return no('not_found')
      return ok(await queries.countPasskeys(this.#db, this.#owner))
    })
  }

  /** One of them was signed in with, for the `counter`th time as it counts itself. */
  used(credential: string, counter: number): Promise<Reply<null>> {
    return named(this.#requestId, async () => {
      await queries.usePasskey(this.#db, this.#owner, credential, counter)
      return ok(null)
    })
  }

  get #db() {
    return database(this.#env, this.#owner)
  }
}
