/** What history answers to the gateway where somebody watches a turn. */

import type { Position } from './position.ts'
import type { Reply } from './problems.ts'

/**
 * The stream of a turn's events. It ends with the turn, or where the turn waits for its place: then the gateway goes on
 * with the viewer's own, which stands at `rest`. Without either of these nobody knows yet how it will end.
 */
export type Watching = Reply<ReadableStream<Uint8Array>> & {
  rest?: Position
  /** The turn has ended, and so will the stream. */
  over?: true
}
