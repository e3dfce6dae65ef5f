/** `/_demo`: a test's hand on the demo, there only when faults or bench are on. */

import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Box, Switches } from './box.ts'
import { parseObject } from './parse-chat.ts'
import { readText, sendJson, sendNothing, sendText } from './respond.ts'

export async function control(box: Box, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${request.url}`) {
    case 'GET /_demo/requests':
      return sendJson(response, box.records.requests)
    case 'GET /_demo/slots':
      return sendJson(response, box.slots.use)
    case 'GET /_demo/loads':
      return sendJson(response, box.scheduler.state)
    case 'DELETE /_demo/requests':
      box.records.clear()
      return sendNothing(response, 204)
    case 'PUT /_demo/switch':
      flip(box, parseObject(await readText(request)))
      return sendJson(response, box.switches)
    default:
      return sendText(response, '404 page not found', 404)
  }
}

/**
 * Buttons rather than switches: `cut` resets every answer that is being written, or those to a question that contains
 * its text; `wedge` names a model that loses its slots until it has left memory; `hold` keeps the answers to a question
 * that contains its text from ending, until `letGo` with the same text.
 */
export type Change = Partial<Switches> & {
  cut?: boolean | string
  wedge?: string
  hold?: string
  letGo?: string
}

export function flip(box: Box, { cut, wedge, hold, letGo, ...switches }: Change): void {
  Object.assign(box.switches, switches)
  if (wedge !== undefined) box.slots.lose(wedge)
  if (hold !== undefined) box.holds.keep(hold)
  if (letGo !== undefined) box.holds.letGo(letGo)
  if (!cut) return
  for (const turn of box.turns) if (cut === true || turn.question.includes(cut)) void turn.reset()
}
