/** Cuts a stream of server-sent events into those of a turn. */

import { createParser } from 'eventsource-parser'
import type { TurnEvent } from '../../workers/protocol/events.ts'

/** What is fed may end anywhere; `take` hears each event, with its id, as soon as it is whole. Comments are passed over. */
export function eventReader(take: (event: TurnEvent, id: string) => void): (text: string) => void {
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      if (id === undefined) throw new Error(`an event without a position: ${event} ${data}`)
      take({ type: event, data: JSON.parse(data) as unknown } as TurnEvent, id)
    },
  })
  return text => parser.feed(text)
}
