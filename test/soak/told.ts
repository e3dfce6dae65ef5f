/** How often the owner was told of a turn: each has its line in the log, under its request, which here has the turn's id. */

import { vi } from 'vitest'

const told = new Map<string, number>()

vi.spyOn(console, 'info').mockImplementation((line: string) => {
  const { burrow, request } = JSON.parse(line) as { burrow: string; request: string }
  if (burrow === 'turn') told.set(request, (told.get(request) ?? 0) + 1)
})

export const toldOf = (turn: string): number => told.get(turn) ?? 0
