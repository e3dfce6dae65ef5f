/** The cursor of a list of chats, as it travels: `updatedAt.id` of the last chat that was shown. */

/** Where a page begins: behind the last chat of the page before. */
export interface Keyset {
  updatedAt: number
  id: string
}

export const formatCursor = ({ updatedAt, id }: Keyset): string => `${updatedAt}.${id}`

/** Null for anything that is no cursor of ours. */
export function parseCursor(cursor: string): Keyset | null {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor)
  return match?.[2] === undefined ? null : { updatedAt: Number(match[1]), id: match[2] }
}
