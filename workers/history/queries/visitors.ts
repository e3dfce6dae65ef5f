/** What is known of a visitor as a person. */

import { sql } from 'drizzle-orm'
import { visitors } from '../schema.ts'
import type { Database } from './database.ts'

/** Keeps their e-mail address, in one place and in no other. */
export async function keepEmail(db: Database, owner: string, email: string): Promise<void> {
  await db
    .insert(visitors)
    .values({ id: owner, email })
    .onConflictDoUpdate({
      target: visitors.id,
      set: { email },
      setWhere: sql`${visitors.email} IS NOT ${email}`,
    })
}
