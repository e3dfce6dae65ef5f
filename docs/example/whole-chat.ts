/** A chat from its beginning: history gives it in pieces, the newest first. */

import type { ChatSummary, Message, OpenChat, PathQuery } from '../../workers/protocol/nouns.ts'
import type { Reply } from '../../workers/protocol/problems.ts'

/** Pieces of up to 1 MB. One request may call other Workers 32 times, and a Worker has 128 MB. */
const PIECES = 20

/** Of the binding, what is called here. */
interface History {
  open(owner: string, chat: string, query: PathQuery): Promise<Reply<OpenChat>>
}

export interface Whole {
  chat: ChatSummary
  messages: Message[]
  /** It is longer than this reads: what was said first is left out. */
  earlier: boolean
}

export async function wholeChat(history: History, owner: string, chat: string): Promise<Reply<Whole>> {
  let reply = await history.open(owner, chat, {})
  if (!reply.ok) return reply
  const whole: Whole = reply.value
  for (let n = 1; n < PIECES; n += 1) {
    const [first] = whole.messages
    if (!whole.earlier || first === undefined) break
    reply = await history.open(owner, chat, { before: first.id })
    if (!reply.ok) return reply
    whole.messages = [...reply.value.messages, ...whole.messages]
    whole.earlier = reply.value.earlier
  }
  return { ok: true, value: whole }
}
