/** The adversary's way of cutting bytes: lines in three pieces, and characters through the middle. */

import { setTimeout } from 'node:timers/promises'

import { goJson } from '../stand-in/go-json.ts'
import type { Turn } from '../stand-in/turn.ts'

/** Time between two pieces, so that each is read on its own. */
const BETWEEN_MS = 2

/** The next line of an answer, as bytes, without it counting as sent. */
export function playLine(turn: Turn): Buffer {
  const message = { role: 'assistant', ...turn.take() }
  return Buffer.from(`${goJson({ model: turn.ask.model, message, done: false })}\n`)
}

/** The whole answer, each line in three pieces. */
export async function splitBytes(turn: Turn): Promise<void> {
  while (turn.left > 0) {
    const bytes = Buffer.from(`${goJson({ ...turn.message(turn.take()), done: false })}\n`)
    const [first, second] = cuts(bytes)
    for (const piece of [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]) {
      await turn.write(piece)
      await setTimeout(BETWEEN_MS, undefined, { signal: turn.signal })
    }
  }
  await turn.finish()
}

/** Where to cut: inside the first character of several bytes if there is one, and shortly before the line's end. */
function cuts(bytes: Buffer): [number, number] {
  const inside = bytes.findIndex(byte => byte >= 0x80 && byte < 0xc0)
  return [inside > 0 ? inside : Math.floor(bytes.length / 3), bytes.length - 3]
}
