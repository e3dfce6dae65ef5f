/**
 * Where a viewer is in an answer, and how that is spelled as the id of an event: `120`, or `120.1` once the answer was
 * cut and went on. The second number counts the seams, for 120 units of an answer that was cut back to 90 and grew
 * again need not be the same 120 units.
 */

export interface Position {
  /** UTF-16 code units of the answer so far, thinking and text in the order in which they came. */
  position: number
  /** How often the answer had been cut and resumed when it stood there. */
  seams: number
}

export const START: Position = { position: 0, seams: 0 }

export const formatPosition = ({ position, seams }: Position): string =>
  seams === 0 ? `${position}` : `${position}.${seams}`

/** Reads the id of an event; null for anything else. */
export function parsePosition(id: string): Position | null {
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(id)
  return match === null ? null : { position: Number(match[1]), seams: Number(match[2] ?? 0) }
}
