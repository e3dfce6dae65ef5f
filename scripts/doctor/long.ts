/** An answer of more than 90 s whose viewer leaves after 5: is all of it in history in the end? */

import type { ModelList, OpenChat } from '../../workers/protocol/nouns.ts'
import { v7 as uuidv7 } from 'uuid'
import { type Finding, unseen, well, wrong } from './finding.ts'

interface Long {
  question: string
  /** As long must it take, in milliseconds, to say something of the 30 s for which a Worker may go on by itself. */
  leastMs: number
  /** When the viewer leaves. */
  leaveMs: number
  /** When nobody waits any longer. */
  mostMs: number
}

const LONG: Long = {
  question:
    'Write a very long story of at least four thousand words about a lighthouse, in many chapters, and do not stop before its end.',
  leastMs: 90_000,
  leaveMs: 5_000,
  mostMs: 15 * 60_000,
}

/** Between two looks at the chat. */
const LOOK_MS = 3_000

export async function doctorLong(address: string, options: Partial<Long> = {}): Promise<Finding> {
  const what = 'a long answer'
  const { question, leastMs, leaveMs, mostMs } = { ...LONG, ...options }
  const list = await fetch(`${address}/api/models`)
  const [model] = ((await list.json()) as ModelList).models
  if (model === undefined) return unseen(what, 'the box offers no model')
  const first = await fetch(`${address}/api/chats`)
  const cookie = first.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  const headers = { cookie, 'content-type': 'application/json', origin: address }
  const [chat, turn] = [`${address}/api/chats/${uuidv7()}`, uuidv7()]
  const began = Date.now()
  try {
    const body = JSON.stringify({ turn, parent: null, text: question, model: model.name })
    const seen = await watchFor(leaveMs, signal =>
      fetch(`${chat}/turns`, { method: 'POST', headers, body, signal })
    )
    for (;;) {
      const open = (await (await fetch(chat, { headers })).json()) as OpenChat
      const message = open.messages.find(({ id }) => id === turn)
      if (open.running === null && message !== undefined) {
        const took = Date.now() - began
        const seconds = `${Math.round(took / 1_000)} s`
        if (message.status !== 'done')
          return wrong(
            what,
            `ended ${message.status} after ${seconds}: ${message.problem?.code}`,
            'Look at history’s log.'
          )
        if (!message.text.startsWith(seen))
          return wrong(what, 'is not what its viewer had seen', 'Report it: this must not happen.')
        return took < leastMs
          ? unseen(what, `the model had done after ${seconds}, which is not long enough to say something`)
          : well(
              what,
              `${message.text.length} characters in ${seconds}, whole, though nobody watched after ${leaveMs / 1_000} s`
            )
      }
      if (Date.now() - began > mostMs) return unseen(what, `still runs after ${mostMs / 60_000} minutes`)
      await new Promise(resolve => setTimeout(resolve, LOOK_MS))
    }
  } finally {
    await fetch(chat, { method: 'DELETE', headers }).catch(() => {})
  }
}

/** The text that came until the viewer left. */
async function watchFor(ms: number, ask: (signal: AbortSignal) => Promise<Response>): Promise<string> {
  const leave = AbortSignal.timeout(ms)
  let told = ''
  try {
    const response = await ask(leave)
    if (!response.ok)
      throw new Error(`a question is answered with ${response.status}: ${await response.text()}`)
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) told += decoder.decode(chunk, { stream: true })
  } catch (error) {
    if (!leave.aborted) throw error
  }
  return [...told.matchAll(/^event: text\ndata: (.*)$/gm)]
    .map(([, data = '{}']) => (JSON.parse(data) as { text: string }).text)
    .join('')
}
