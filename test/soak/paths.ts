/** The judgement of what a model was sent: the path to its question, and nothing else, whatever D1 took when. */

import type { Message } from '../../workers/protocol/nouns.ts'
import type { TurnRun } from './run.ts'
import type { Diary } from './upstream.ts'

/** Every request of a turn holds the path in its order, from some question on where the context ends. */
export function judgePath({ asked, id }: TurnRun, messages: Message[], requests: Diary): string[] {
  const byId = new Map(messages.map(message => [message.id, message]))
  const path: string[] = []
  for (let at = byId.get(byId.get(id)?.parent ?? ''); at !== undefined; at = byId.get(at.parent ?? ''))
    if (at.text !== '') path.unshift(`${at.role}: ${at.text}`)
  return requests.flatMap(({ messages: sent }) => {
    const told = sent.map(({ role, content }) => `${role}: ${content}`)
    // A partial answer at the end is what is resumed.
    if (sent.at(-1)?.role === 'assistant') told.pop()
    const whole = sent[0]?.role === 'user' && path.slice(-told.length).join('\n') === told.join('\n')
    return whole
      ? []
      : [`[C1] ${asked.question} was asked behind ${told.length - 1} messages, not ${path.length - 1}`]
  })
}
