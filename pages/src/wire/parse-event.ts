/** Turns one frame of a turn's stream into its event, or null where it is none that this page knows. */

import type { EventSourceMessage } from 'eventsource-parser'
import type { TurnEvent } from '../../../workers/protocol/events.ts'
import type { Message } from '../../../workers/protocol/nouns.ts'
import { isProblem } from './json.ts'
import { parseTurnState } from './turn-state.ts'

type Fields = Record<string, unknown>

export function parseEvent(frame: EventSourceMessage): TurnEvent | null {
  const data = parseObject(frame.data)
  if (!data) return null
  switch (frame.event) {
    case 'state': {
      const state = parseTurnState(data)
      return state && { type: 'state', data: state }
    }
    case 'thinking':
    case 'text':
      return typeof data.text === 'string' ? { type: frame.event, data: { text: data.text } } : null
    case 'rewind':
      return typeof data.position === 'number' ? { type: 'rewind', data: { position: data.position } } : null
    case 'done':
      return isMessage(data.message) ? { type: 'done', data: { message: data.message } } : null
    case 'problem':
      return isProblem(data) ? { type: 'problem', data } : null
    default:
      return null
  }
}

function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Fields) : null
  } catch {
    return null
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false
  const { id, text, status } = value as Partial<Message>
  return typeof id === 'string' && typeof text === 'string' && typeof status === 'string'
}
