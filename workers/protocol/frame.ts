/** Events of a turn as they stand on the wire: Server-Sent Events, whose ids are positions. */

import type { TurnEvent } from './events.ts'
import { formatPosition, type Position } from './position.ts'

/** An SSE comment: nothing for the page, a sign of life for everything between. */
export const COMMENT = ': burrow\n\n'

export const frame = (event: TurnEvent, at: Position): string =>
  `id: ${formatPosition(at)}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`
