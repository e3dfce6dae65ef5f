/**
 * History as it is, with a door for the bench, which needs two things that nobody can do from outside: to let a session
 * die as the platform does, and to read an answer slowly with no socket between, whose buffers would take it whole.
 * `/die?chat=`, `/view?chat=&turn=&viewers=&slow=&ms=`, and `/collect`, which collects the garbage of all sessions.
 */

import { ChatSession as Session } from '../workers/history/index.ts'

export { History, VisitorFeed } from '../workers/history/index.ts'

/** What a session is named, by the id of its chat. */
const names = new Map()

export class ChatSession extends Session {
  turn(owner, chat, ...asked) {
    names.set(chat, `${owner}/${chat}`)
    return super.turn(owner, chat, ...asked)
  }

  /** All that it holds in memory is gone, and every stream to and from it breaks. What it has written stays. */
  die() {
    this.ctx.abort('The bench lets this session die.')
  }
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/collect') {
      globalThis.gc()
      return new Response()
    }
    const asked = Object.fromEntries(searchParams)
    const session = env.SESSIONS.getByName(names.get(asked.chat))
    if (pathname === '/die') {
      await session.die().catch(() => {})
      return new Response()
    }
    const viewers = Array.from({ length: Number(asked.viewers) }, () => view(session, asked))
    return Response.json(await Promise.all(viewers))
  },
}

/** Bytes that a slow viewer reads at once, four times a second: 1 KB/s. */
const SIP_BYTES = 256
const SIP_MS = 250

/** Watches a turn from its beginning for so many milliseconds, or to its end; returns the bytes that it read. */
async function view(session, { turn, slow, ms }) {
  const stream = await session.attach(turn, { position: 0, seams: 0 })
  const reader = stream.getReader({ mode: 'byob' })
  const end = Date.now() + Number(ms)
  let bytes = 0
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(slow === 'true' ? SIP_BYTES : 65_536))
    if (done) break
    bytes += value.length
    if (Date.now() > end) break
    if (slow === 'true') await scheduler.wait(SIP_MS)
  }
  await reader.cancel().catch(() => {})
  return bytes
}
