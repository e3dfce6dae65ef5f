/** Rows of D1 as the nouns that cross a wire: what is null is left out. */

import { getTableColumns, sql } from 'drizzle-orm'
import type { ChatSummary, ContextCut, Message } from '../../protocol/nouns.ts'
import { takenApart } from '../inline-think.ts'
import { chats, messages } from '../schema.ts'

export const summary = {
  id: chats.id,
  title: chats.title,
  updatedAt: chats.updatedAt,
  running: chats.running,
}

export const toSummary = ({
  running,
  ...chat
}: Pick<typeof chats.$inferSelect, keyof typeof summary>): ChatSummary => ({
  ...chat,
  ...(running === null ? {} : { running }),
})

export const toCut = ({
  cutFrom,
  cutContext,
}: Pick<typeof chats.$inferSelect, 'cutFrom' | 'cutContext'>): ContextCut | null =>
  cutFrom === null || cutContext === null ? null : { from: cutFrom, context: cutContext }

/** A message, and the id of the one that it answers to. Named in full: inside the subquery a bare column is the other's. */
export const columns = {
  ...getTableColumns(messages),
  above: sql<
    string | null
  >`(SELECT p.id FROM messages p WHERE p.chat = messages.chat AND p.n = messages.parent)`,
}
export type Row = typeof messages.$inferSelect & { above: string | null }

export function toMessage({ id, above, role, status, text, createdAt, ...row }: Row): Message {
  const { thinking, inline, model, figures, problem, seams, tokens } = row
  const message: Message = {
    id,
    parent: above,
    role,
    status,
    text,
    ...(thinking === null ? {} : { thinking }),
    ...(inline === null ? {} : { inline }),
    ...(model === null ? {} : { model }),
    ...(figures === null ? {} : { figures }),
    ...(problem === null ? {} : { problem }),
    ...(seams === null ? {} : { seams }),
    ...(tokens === null ? {} : { tokens }),
    createdAt,
  }
  // An answer that was written down before thinking was taken out of its text.
  return role === 'assistant' && thinking === null && inline === null ? takenApart(message) : message
}

/** Rows of one path, root first, in whatever order they came. */
export function inOrder<One extends Row>(rows: One[]): One[] {
  const byNumber = new Map(rows.map(row => [row.n, row]))
  const parents = new Set(rows.map(({ parent }) => parent))
  const path: One[] = []
  for (let row = rows.find(({ n }) => !parents.has(n)); row !== undefined; row = byNumber.get(row.parent))
    path.push(row)
  return path.reverse()
}
