/** Passkeys: a visitor keeps what is theirs under one, and signs in with it on another device. */

import type { Context } from 'hono'
import { causeOf, log } from '../../protocol/log.ts'
import type { Me, Passkey, SignIn, TakenAlong } from '../../protocol/me.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import { addressOf } from '../address.ts'
import type { App } from '../app.ts'
import { forgetBefore, noteBefore, readBefore } from './before.ts'
import { noteChallenge, takeChallenge } from './challenge.ts'
import { dropCookie, VISITOR } from './cookie.ts'
import { partyOf } from './party.ts'
import { become, whoAsks } from './visitor.ts'
import { optionsToAdd, optionsToSignIn, ownerOf, verifyAdded, verifySignIn } from './webauthn.ts'

const mine = (c: Context<App>) => c.env.HISTORY.passkeys(c.get('visitor'), c.get('requestId'))

/** Who asks, and what they may sign in with elsewhere. Of a newcomer nothing is asked. */
export async function identity(c: Context<App>): Promise<Reply<Omit<Me, 'usage' | 'isOwner'>>> {
  const { known, newcomer } = c.get('who')
  const base = { known, canKeep: partyOf(c) !== null }
  if (newcomer) return ok({ ...base, passkeys: [], before: 0 })
  const was = await before(c)
  const [passkeys, chats] = await Promise.all([
    mine(c).list(),
    was === null ? ok(0) : c.env.HISTORY.count(was, c.get('requestId')),
  ])
  if (!passkeys.ok) return passkeys
  return chats.ok ? ok({ ...base, passkeys: passkeys.value, before: chats.value }) : chats
}

/** Who this device was before they signed in on it; null where it was nobody else, or they are not signed in. */
async function before(c: Context<App>): Promise<string | null> {
  const { known, visitor } = c.get('who')
  const was = known === 'anonymous' ? null : await readBefore(c)
  return was === visitor ? null : was
}

/** Chats of who this device was come to who is signed in on it. */
export async function takeAlong(c: Context<App>): Promise<Reply<TakenAlong>> {
  const was = await before(c)
  return was === null
    ? ok({ taken: 0, left: 0 })
    : c.env.HISTORY.takeAlong(was, c.get('visitor'), c.get('requestId'))
}

export async function beginAdding(c: Context<App>): Promise<Reply<{ options: object }>> {
  const party = partyOf(c)
  if (party === null) return no('passkeys_unavailable')
  const known = c.get('who').newcomer ? ok([]) : await mine(c).credentials()
  if (!known.ok) return known
  const options = await optionsToAdd(party, c.get('visitor'), known.value)
  await noteChallenge(c, `add-${c.get('visitor')}`, options.challenge)
  return ok({ options })
}

export async function add(c: Context<App>, response: object): Promise<Reply<Passkey>> {
  const party = partyOf(c)
  if (party === null) return no('passkeys_unavailable')
  const challenge = await takeChallenge(c, `add-${c.get('visitor')}`)
  const made = challenge === null ? null : await proved(c, () => verifyAdded(party, challenge, response))
  if (made === null) return no('passkey_refused')
  const added = await mine(c).add(made)
  if (added.ok) await become(c, c.get('visitor'), 'passkey')
  return added
}

export const rename = (c: Context<App>, id: string, name: string): Promise<Reply<Passkey>> =>
  mine(c).rename(id, name)

/** Without any, a visitor is whoever has this browser, as before. */
export async function remove(c: Context<App>, id: string): Promise<Reply<null>> {
  const left = await mine(c).remove(id)
  if (!left.ok) return left
  if (left.value === 0 && c.get('who').known === 'passkey') await become(c, c.get('visitor'), 'anonymous')
  return ok(null)
}

export async function beginSignIn(c: Context<App>): Promise<Reply<{ options: object }>> {
  const party = partyOf(c)
  if (party === null) return no('passkeys_unavailable')
  const options = await optionsToSignIn(party)
  await noteChallenge(c, 'sign-in', options.challenge)
  return ok({ options })
}

/** Whoever shows a passkey is whose it is, on this browser too. Who the browser was before is not forgotten. */
export async function signIn(c: Context<App>, response: SignIn['response']): Promise<Reply<null>> {
  const party = partyOf(c)
  if (party === null) return no('passkeys_unavailable')
  const challenge = await takeChallenge(c, 'sign-in')
  const owner = ownerOf(response.response.userHandle)
  if (challenge === null || owner === null) return no('passkey_refused')
  if (!(await mayTry(c))) return no('too_many_tries', { retryAfterMs: MINUTE_MS })
  const theirs = c.env.HISTORY.passkeys(owner, c.get('requestId'))
  const found = await theirs.find(response.id)
  if (!found.ok) return found
  const credential = found.value
  const counter =
    credential === null ? null : await proved(c, () => verifySignIn(party, challenge, response, credential))
  if (counter === null) return no('passkey_refused')
  const used = await theirs.used(response.id, counter)
  if (!used.ok) return used
  const was = await whoAsks(c)
  if (was?.known === 'anonymous' && was.visitor !== owner) await noteBefore(c, was.visitor)
  await become(c, owner, 'passkey')
  c.set('who', { visitor: owner, known: 'passkey', newcomer: false, isOwner: false })
  c.set('visitor', owner)
  return ok(null)
}

/** This browser is again who it was before somebody signed in on it, or a stranger. Nothing is lost: a passkey opens it. */
export async function signOut(c: Context<App>): Promise<void> {
  if ((await whoAsks(c))?.known === 'passkey') await beBefore(c)
}

/** Who was forgotten is here no more. Whom Access lets in it names again, and what they may take along stays theirs to take. */
export const forgotten = (c: Context<App>): Promise<void> =>
  c.get('who').known === 'access' ? Promise.resolve(dropCookie(c, VISITOR)) : beBefore(c)

async function beBefore(c: Context<App>): Promise<void> {
  const was = await readBefore(c)
  if (was === null) return dropCookie(c, VISITOR)
  forgetBefore(c)
  await become(c, was, 'anonymous')
}

const MINUTE_MS = 60_000

/** What one address tries in a minute is bounded before D1 is asked. */
async function mayTry(c: Context<App>): Promise<boolean> {
  const address = addressOf(c)
  return address === null || (await c.env.SIGN_INS.limit({ key: address.prefix })).success
}

/** The library throws at whatever is not as it should be; what it says of it may be somebody's. */
async function proved<T>(c: Context<App>, verify: () => Promise<T | null>): Promise<T | null> {
  try {
    return await verify()
  } catch (error) {
    log('passkey', {
      request: c.get('requestId'),
      detail: error instanceof Error ? error.name : causeOf(error),
    })
    return null
  }
}
