/** The passkeys of visitors. */

import { and, asc, count, eq, sql } from 'drizzle-orm'
import { PASSKEYS } from '../../protocol/limits.ts'
import type { Passkey } from '../../protocol/me.ts'
import type { Credential } from '../../protocol/passkeys.ts'
import { passkeys, visitors } from '../schema.ts'
import { type Database, visitorKey } from './database.ts'

/** What a passkey is called until its owner calls it something: with a number behind it. */
const NAME = 'Passkey '

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

/** Null where it is somebody's already, or theirs are as many as they may have: `all` says how many there are. */
export async function addPasskey(
  db: Database,
  owner: string,
  { credential, publicKey, counter, transports }: Credential
): Promise<{ added: Passkey | null; all: number }> {
  const id = crypto.randomUUID()
  const all = sql`SELECT count(*) FROM ${passkeys} WHERE ${theirs(owner)}`
  const [, [added], [counted]] = await db.batch([
    db.insert(visitors).values({ id: owner }).onConflictDoNothing(),
    // Counted where it is added: of many at once none is one too many.
    db
      .insert(passkeys)
      .select(
        // All columns, in the order in which they stand there.
        sql`SELECT NULL, ${visitorKey(owner)}, ${id}, ${credential}, ${publicKey}, ${counter}, ${JSON.stringify(transports)}, ${nextName(owner)}, ${Date.now()}, NULL WHERE (${all}) < ${PASSKEYS}`
      )
      .onConflictDoNothing()
      .returning(shown),
    db.select({ all: count() }).from(passkeys).where(theirs(owner)),
  ])
  return { added: added ?? null, all: counted?.all ?? 0 }
}

/** Tells it from the others, also where some have gone. */
const nextName = (owner: string) => {
  const named = sql`name GLOB ${`${NAME}[1-9]*`} AND length(name) < ${NAME.length + 4}`
  const number = sql`CASE WHEN ${named} THEN CAST(substr(name, ${NAME.length + 1}) AS INTEGER) ELSE 0 END`
  return sql`(SELECT ${NAME} || (coalesce(max(${number}), 0) + 1) FROM ${passkeys} WHERE ${theirs(owner)})`
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
