/** Passkeys and API keys are counted where they are added: many at once are no more than one after another. */

import { v7 as uuid } from 'uuid'
import { describe, it } from 'vitest'
import { type ApiKey, KEYS_EACH } from '../../protocol/keys.ts'
import { PASSKEYS } from '../../protocol/limits.ts'
import type { Passkey } from '../../protocol/me.ts'
import type { Credential } from '../../protocol/passkeys.ts'
import type { Reply } from '../../protocol/problems.ts'
import { good, history } from './visitor.ts'

const MORE = 8

const newCredential = (credential: string = uuid()): Credential => ({
  credential,
  publicKey: 'AAAA',
  counter: 0,
  transports: ['internal', 'hybrid'],
})

const add = (owner: string, credential = newCredential()) =>
  history().passkeys(owner).add(credential) as Promise<Reply<Passkey>>
const remove = (owner: string, id: string) => history().passkeys(owner).remove(id) as Promise<Reply<number>>
const list = (owner: string) => history().passkeys(owner).list() as Promise<Reply<Passkey[]>>

const addKey = (owner: string) =>
  history().addKey(owner, { id: uuid(), name: 'A program', hash: uuid() }) as Promise<Reply<ApiKey>>

const times = <T>(n: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, work))

const codes = (replies: Reply<unknown>[]): string[] =>
  replies.flatMap(reply => (reply.ok ? [] : [reply.problem.code]))

describe('passkeys', () => {
  it('are as many as a visitor may have, however many are added at once', async ({ expect }) => {
    const owner = uuid()
    const replies = await times(PASSKEYS + MORE, () => add(owner))
    expect(codes(replies)).toEqual(Array.from({ length: MORE }, () => 'too_many_passkeys'))
    const all = good(await list(owner))
    expect(new Set(all.map(({ name }) => name)).size).toBe(PASSKEYS)
    good(await remove(owner, all[0]?.id ?? ''))
    expect(good(await add(owner)).name).toBe(`Passkey ${PASSKEYS + 1}`)
    expect(codes([await add(owner)])).toEqual(['too_many_passkeys'])
  })

  it('[V1] are one visitor’s each: what is kept already is nobody else’s, and comes back as it was made', async ({
    expect,
  }) => {
    const [owner, stranger] = [uuid(), uuid()]
    const made = newCredential()
    const replies = await times(4, () => add(owner, made))
    expect(codes(replies)).toEqual(['passkey_refused', 'passkey_refused', 'passkey_refused'])
    expect(codes([await add(stranger, made)])).toEqual(['passkey_refused'])
    const find = (who: string) => history().passkeys(who).find(made.credential)
    expect(await find(owner)).toEqual({ ok: true, value: made })
    expect(await find(stranger)).toEqual({ ok: true, value: null })
  })
})

describe('API keys', () => {
  it('are as many as a visitor may have, however many are added at once', async ({ expect }) => {
    const owner = uuid()
    const replies = await times(KEYS_EACH + MORE, () => addKey(owner))
    expect(codes(replies)).toEqual(Array.from({ length: MORE }, () => 'too_many_keys'))
  })
})
