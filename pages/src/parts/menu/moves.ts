/** Where the keys of a list lead: from a place, -1 before the first, among so many. */

/** Options that a page of a list has: as many as it shows at once, about. */
const PAGE = 6

type Move = (at: number, count: number) => number

export const MOVES: Partial<Record<string, Move>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (Math.max(at, 0) + count - 1) % count,
  PageDown: (at, count) => Math.min(at + PAGE, count - 1),
  PageUp: at => Math.max(at - PAGE, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}
