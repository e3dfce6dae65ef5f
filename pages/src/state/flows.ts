/** The text behind each drawn answer. An answer that was seen growing keeps its flow, so nothing is drawn twice. */

import type { Message } from '../../../workers/protocol/nouns.ts'
import { Flow } from '../wire/flow.ts'
import type { Kind } from '../wire/answer-log.ts'
import type { Live } from './live.ts'

const flows = new Map<string, Flow>()

const keyOf = (message: string, kind: Kind) => `${message}/${kind}`

export function keepFlows(live: Live) {
  flows.set(keyOf(live.turn, 'thinking'), live.log.thinking)
  flows.set(keyOf(live.turn, 'text'), live.log.text)
}

export function flowOf(message: Message, kind: Kind): Flow {
  const key = keyOf(message.id, kind)
  const known = flows.get(key)
  const text = message[kind] ?? ''
  if (known && (message.status === 'running' || known.text === text)) return known
  const flow = new Flow(text, message.status !== 'running')
  flows.set(key, flow)
  return flow
}
