/** An answer that has ended, as a whole and in slices. */

import { and, eq, sql } from 'drizzle-orm'
import type { Message } from '../../protocol/nouns.ts'
import { messages } from '../schema.ts'
import { type Database, inside } from './database.ts'
import { columns, toMessage } from './rows.ts'

/** Characters (code points) of a slice: few questions for a long answer, little memory for a reader that takes nothing. */
const SLICE_POINTS = 32 * 1024

interface Place {
  owner: string
  chat: string
  turn: string
}

/** What must be known of an answer before the first of it is sent. */
export interface Outline {
  thinks: boolean
  seams: number[]
}

const answerOf = ({ owner, chat, turn }: Place) =>
  and(inside(owner, chat), eq(messages.id, turn), eq(messages.role, 'assistant'))

/** Null if there is no such answer. */
export async function readOutline(db: Database, place: Place): Promise<Outline | null> {
  const [row] = await db
    .select({ thinks: sql<number>`${messages.thinking} IS NOT NULL`, seams: messages.seams })
    .from(messages)
    .where(answerOf(place))
  return row === undefined ? null : { thinks: row.thinks === 1, seams: row.seams ?? [] }
}

/** From the character `from`, the first is 1. `points` is how many characters it has, which are not UTF-16 units. */
export async function readSlice(
  db: Database,
  place: Place,
  kind: 'thinking' | 'text',
  from: number
): Promise<{ text: string; points: number }> {
  const slice = sql`substr(${messages[kind]}, ${from}, ${SLICE_POINTS})`
  const [row] = await db
    .select({ text: sql<string | null>`${slice}`, points: sql<number>`length(${slice})` })
    .from(messages)
    .where(answerOf(place))
  return { text: row?.text ?? '', points: row?.points ?? 0 }
}

/** One message; null if there is none. */
export async function readMessage(
  db: Database,
  owner: string,
  chat: string,
  id: string
): Promise<Message | null> {
  const [row] = await db
    .select(columns)
    .from(messages)
    .where(and(inside(owner, chat), eq(messages.id, id)))
  return row === undefined ? null : toMessage(row)
}
