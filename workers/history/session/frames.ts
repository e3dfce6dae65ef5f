/** What a viewer at a position has not seen yet, as SSE frames. */

import type { TurnEvent } from '../../protocol/events.ts'
import type { Message } from '../../protocol/nouns.ts'
import type { TurnState } from '../../protocol/turn-state.ts'
import { frame } from '../../protocol/frame.ts'
import type { Position } from '../../protocol/position.ts'
import { problem } from '../../protocol/problems.ts'
import type { Answer } from './answer.ts'

/** Where a viewer is: a position, and the last state it was told. */
export interface Cursor extends Position {
  state: TurnState | null
}

/**
 * Units of text in one frame at most, so that one that reads slowly holds little, and takes a frame of any script within
 * the patience of its audience at 1 KB a second: one that is dropped before it has a whole frame would never get on.
 */
export const FRAME_UNITS = 8 * 1024

/**
 * The next frames for this cursor, and where it stands after them; `over` when the terminal event is among them. Empty
 * when there is nothing new.
 */
export function nextFrames(
  answer: Answer,
  cursor: Cursor
): { frames: string; cursor: Cursor; over: boolean } {
  let frames = ''
  const say = (event: TurnEvent, at: Position) => {
    frames += frame(event, at)
  }
  let at = standing(answer, cursor)
  if (at.position < cursor.position) say({ type: 'rewind', data: { position: at.position } }, at)

  let left = FRAME_UNITS
  for (const run of answer.since(at.position)) {
    const text = run.text.length > left ? run.text.slice(0, cut(run.text, left)) : run.text
    at = { position: at.position + text.length, seams: at.seams }
    say({ type: run.kind, data: { text } }, at)
    left -= text.length
    if (left <= 1) break
  }
  const all = at.position === answer.length
  // A delta takes the state away, so one that stands is newer than every delta and must come behind them.
  if (all && answer.state !== null && answer.state !== cursor.state)
    say({ type: 'state', data: answer.state }, at)
  const over = all && answer.ending !== null
  if (over) say(terminal(answer), at)
  return { frames, cursor: { ...at, state: all ? answer.state : cursor.state }, over }
}

/** How much of what a viewer saw still stands: up to the first seam that it has not seen, or all there is. */
function standing(answer: Answer, seen: Position): Position {
  const unseen = answer.seams.slice(seen.seams).map(seam => seam.position)
  return { position: Math.min(seen.position, answer.length, ...unseen), seams: answer.seams.length }
}

const terminal = (answer: Answer): TurnEvent => endOf(answer.message())

/** The terminal event of a message that has ended. */
export function endOf(message: Message): TurnEvent {
  const good = message.status === 'done' || message.status === 'stopped'
  return good
    ? { type: 'done', data: { message } }
    : { type: 'problem', data: message.problem ?? problem('interrupted') }
}

/** Never between the halves of a surrogate pair. */
export const cut = (text: string, at: number): number =>
  /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) ? at - 1 : at
