/**
 * A viewer's stream over all of a turn: what its session streams, passed on natively, and while the turn waits for its
 * place, with its session asleep, where it stands.
 */

import { frame } from '../../protocol/frame.ts'
import { START, type Position } from '../../protocol/position.ts'
import type { Reply } from '../../protocol/problems.ts'
import type { TurnState } from '../../protocol/turn-state.ts'
import type { Watching } from '../../protocol/watching.ts'
import { pause } from '../ollama/pause.ts'
import { Viewer } from './viewer.ts'

/** How a turn stands that was being written when its stream began. */
export interface Followed {
  /** Does it go on behind the end of its stream, and has it waited only once, and before its first word? Null: it has ended. */
  waits(): Promise<Reply<{ atStart: boolean } | null>>
  events(after: Position): Promise<Watching>
  /** Where it stands until it moves on; the last has an `until` where the box is away, and nothing follows for long. */
  watch(stop: AbortSignal): AsyncIterable<Extract<TurnState, { state: 'queued' }>>
}

/**
 * Milliseconds before it is watched again where the Box knows of no wait and its session does, which asks for its place again
 * within minutes; the last of them from then on.
 */
const AGAIN_MS = [0, 250, 1_000, 5_000] as const

type Stream = ReadableStream<Uint8Array>
type Open = Extract<Watching, { ok: true }>

/** `done` resolves, and never rejects, when the viewer has all of it, or has left. */
export function follow(first: Open, turn: Followed): { body: Stream; done: Promise<void> } {
  // Of a turn that has ended nothing more can come.
  if (first.over) return { body: first.value, done: Promise.resolve() }
  const { readable, writable } = new IdentityTransformStream()
  // Aborted, it is a stream that broke off: the page attaches again, by its own position.
  const done = run(first, writable, turn).catch(() => writable.abort().catch(() => {}))
  return { body: readable, done }
}

async function run(first: Open, out: WritableStream<Uint8Array>, turn: Followed): Promise<void> {
  let vain = 0
  for (let now: Open = first; ;) {
    await now.value.pipeTo(out, { preventClose: true })
    const at = now.over ? null : (now.rest ?? (await restOf(turn)))
    if (at === null) return out.close()
    const wait = AGAIN_MS[vain] ?? AGAIN_MS[AGAIN_MS.length - 1] ?? 0
    const told = await tellPlaces(out, at, turn, wait)
    // While the box is away no stream is kept: `/api/live` tells when the turn goes on.
    if (told === 'away') return out.close()
    vain = told === 'moved' ? 0 : vain + 1
    const next = await turn.events(at)
    if (!next.ok) throw new Error(next.problem.code)
    now = next
  }
}

/**
 * Where a stream stands that ended without saying so beforehand; null where its turn has ended. Throws where that cannot be told:
 * while a slow viewer read on, the turn may have gone on and have waited again.
 */
async function restOf(turn: Followed): Promise<Position | null> {
  const reply = await turn.waits()
  if (!reply.ok) throw new Error(reply.problem.code)
  if (reply.value === null) return null
  if (!reply.value.atStart) throw new Error('only the viewer knows')
  return START
}

/**
 * After so many milliseconds, until the turn moves on, or the box is away; `nothing` where nothing was told. Throws where
 * the viewer has left, or takes nothing any more.
 */
async function tellPlaces(
  out: WritableStream<Uint8Array>,
  at: Position,
  turn: Followed,
  wait: number
): Promise<'moved' | 'away' | 'nothing'> {
  const viewer = new Viewer(out)
  const { left } = viewer
  let told = false
  try {
    await pause(wait, left)
    for await (const state of turn.watch(left)) {
      told = true
      await viewer.tell(frame({ type: 'state', data: state }, at))
      if (state.until !== undefined) return 'away'
    }
    left.throwIfAborted()
    return told ? 'moved' : 'nothing'
  } finally {
    viewer.release()
  }
}
