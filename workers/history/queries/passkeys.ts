/** The passkeys of visitors. */

import { and, asc, count, eq } from 'drizzle-orm'
import type { Passkey } from '../../protocol/me.ts'
import type { Credential } from '../../protocol/passkeys.ts'
import { passkeys, visitors } from '../schema.ts'
import { type Database, visitorKey } from './database.ts'

const shown = {
  id: passkeys.id,
  name: passkeys.name,
  createdAt: passkeys.createdAt,
  usedAt: passkeys.usedAt,
}

const theirs = (owner: string) => eq(passkeys.visitor, visitorKey(owner))
const one = (owner: string, id: string) => and(theirs(owner), eq(passkeys.id, id))

export const listPasskeys = (db: Database, owner: string): Promise<Passkey[]> =>
  db.select(shown).from(passkeys).where(theirs(owner)).orderBy(asc(passkeys.key))

/** What a browser is told of them, so that it makes none of them again. */
export const listCredentials = (
  db: Database,
  owner: string
): Promise<Pick<Credential, 'credential' | 'transports'>[]> =>
  db
    .select({ credential: passkeys.credential, transports: passkeys.transports })
    .from(passkeys)
    .where(theirs(owner))

export async function countPasskeys(db: Database, owner: string): Promise<number> {
  const [row] = await db.select({ all: count() }).from(passkeys).where(theirs(owner))
  return row?.all ?? 0
}

/** Null where it is somebody's already. */
export async function addPasskey(
  db: Database,
  owner: string,
  name: string,
  credential: Credential
): Promise<Passkey | null> {
  const [, [row]] = await db.batch([
    db.insert(visitors).values({ id: owner }).onConflictDoNothing(),
    db
      .insert(passkeys)
      .values({
        ...credential,
        visitor: visitorKey(owner),
        id: crypto.randomUUID(),
        name,
        createdAt: Date.now(),
      })
      .onConflictDoNothing()
      .returning(shown),
  ])
  return row ?? null
}

/** Null where they have none of this id. */
export async function renamePasskey(
  db: Database,
  owner: string,
  id: string,
  name: string
): Promise<Passkey | null> {
  const [row] = await db.update(passkeys).set({ name }).where(one(owner, id)).returning(shown)
  return row ?? null
}

/** False where they have none of this id. */
export async function removePasskey(db: Database, owner: string, id: string): Promise<boolean> {
  return (await db.delete(passkeys).where(one(owner, id)).returning({ id: passkeys.id })).length > 0
}

/** Null where it is not theirs. */
export async function findCredential(
  db: Database,
  owner: string,
  credential: string
): Promise<Credential | null> {
  const { publicKey, counter, transports } = passkeys
  const [row] = await db
    .select({ credential: passkeys.credential, publicKey, counter, transports })
    .from(passkeys)
    .where(and(theirs(owner), eq(passkeys.credential, credential)))
  return row ?? null
}

/** It was signed in with just now, for the `counter`th time. */
export async function usePasskey(
  db: Database,
  owner: string,
  credential: string,
  counter: number
): Promise<void> {
  await db
    .update(passkeys)
    .set({ counter, usedAt: Date.now() })
    .where(and(theirs(owner), eq(passkeys.credential, credential)))
}
