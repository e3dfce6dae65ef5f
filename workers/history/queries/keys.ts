/** The keys of a visitor's programs: found by their hash, or through their visitor alone (V1). */

import { and, desc, eq, getTableColumns, isNull, lt, or, sql } from 'drizzle-orm'
import { type ApiKey, KEYS_EACH } from '../../protocol/keys.ts'
import { keys, visitors } from '../schema.ts'
import { type Database, visitorKey } from './database.ts'

/** Milliseconds after which a further use is written down: a row a day for each key, not one for each question. */
const USED_MS = 24 * 60 * 60_000

const { id, name, createdAt, usedAt } = getTableColumns(keys)
const known = { id, name, createdAt, usedAt }

const toKey = ({ usedAt: used, ...key }: Pick<typeof keys.$inferSelect, keyof typeof known>): ApiKey => ({
  ...key,
  ...(used === null ? {} : { usedAt: used }),
})

const ofVisitor = (owner: string) => eq(keys.visitor, visitorKey(owner))

/** All of a visitor's, the newest first. */
export async function listKeys(db: Database, owner: string): Promise<ApiKey[]> {
  const rows = await db.select(known).from(keys).where(ofVisitor(owner)).orderBy(desc(keys.key))
  return rows.map(toKey)
}

/** Keeps one more. False where the visitor has as many as they may have. */
export async function addKey(
  db: Database,
  owner: string,
  key: Pick<ApiKey, 'id' | 'name' | 'createdAt'>,
  hash: string
): Promise<boolean> {
  const count = sql`(SELECT count(*) FROM ${keys} WHERE ${ofVisitor(owner)})`
  const [, added] = await db.batch([
    db.insert(visitors).values({ id: owner }).onConflictDoNothing(),
    db
      .insert(keys)
      .select(
        // All columns, in the order in which they stand there.
        sql`SELECT NULL, ${visitorKey(owner)}, ${key.id}, ${key.name}, ${hash}, ${key.createdAt}, NULL WHERE ${count} < ${KEYS_EACH}`
      )
      .returning({ id: keys.id }),
  ])
  return added.length > 0
}

/** From now on it opens nothing. False where the visitor has no such key. */
export async function removeKey(db: Database, owner: string, key: string): Promise<boolean> {
  const rows = await db
    .delete(keys)
    .where(and(ofVisitor(owner), eq(keys.id, key)))
    .returning({ id: keys.id })
  return rows.length > 0
}

/** The visitor in whose name whoever has this key asks; null where nobody does. */
export async function ownerOfKey(db: Database, hash: string): Promise<string | null> {
  const [row] = await db
    .select({ owner: visitors.id })
    .from(keys)
    .innerJoin(visitors, eq(visitors.key, keys.visitor))
    .where(eq(keys.hash, hash))
  return row?.owner ?? null
}

/** It is used now. Writes nothing where that is known of this day. */
export async function noteUse(db: Database, hash: string): Promise<void> {
  const now = Date.now()
  await db
    .update(keys)
    .set({ usedAt: now })
    .where(and(eq(keys.hash, hash), or(isNull(keys.usedAt), lt(keys.usedAt, now - USED_MS))))
}
