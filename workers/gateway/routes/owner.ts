/** /api/owner: what the owner sees of the box and of who uses it, and what they set while it runs. */

import { type Context, Hono } from 'hono'
import type { Session } from '../../protocol/completion.ts'
import { ok, problem, type Reply } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import type { Doer } from '../box/owner/people.ts'
import { check } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { enrol } from '../identity/enrol.ts'
import { whoAsks } from '../identity/visitor.ts'
import { answer, refuse } from '../refuse.ts'

const change = contract['PATCH /api/owner']
const end = contract['POST /api/owner/turns/:turn/end']
const block = contract['PUT /api/owner/blocked/:who']
const unblock = contract['DELETE /api/owner/blocked/:who']
const erase = contract['DELETE /api/owner/visitors/:who']

/** Whoever would become an owner is none yet. */
export const enrolment = new Hono<App>().post('/enrol', async c =>
  (await enrol(c)) ? c.body(null, 204) : refuse(c, problem('not_found'))
)

export const owner = new Hono<App>()
  .get('/', async c => c.json(await view(c)))
  .patch('/', check('json', change.json), async c => {
    const doer = await doerOf(c)
    const changed = await askBox(c.env, box => box.change(doer, c.req.valid('json')))
    return changed.ok ? c.json(await view(c)) : refuse(c, changed.problem)
  })
  .post('/turns/:turn/end', check('param', end.param), async c => {
    const { turn } = c.req.valid('param')
    const doer = await doerOf(c)
    const session = await askBox(c.env, box => box.endTurn(doer, turn))
    return answer(c, await stop(c, session === null ? [] : [{ turn, session }]))
  })
  .put('/blocked/:who', check('param', block.param), check('json', block.json), async c => {
    const doer = await doerOf(c)
    const { address = false } = c.req.valid('json')
    const blocked = await askBox(c.env, box => box.block(doer, c.req.valid('param').who, address))
    // What could not be stopped is named again when it is asked for again.
    return answer(c, blocked.ok ? await stop(c, blocked.value) : blocked)
  })
  .delete('/blocked/:who', check('param', unblock.param), async c => {
    const doer = await doerOf(c)
    return answer(c, await askBox(c.env, box => box.unblock(doer, c.req.valid('param').who)))
  })
  .delete('/visitors/:who', check('param', erase.param), async c => {
    const { who } = c.req.valid('param')
    const doer = await doerOf(c)
    const found = await askBox(c.env, box => box.whose(doer, who))
    if (!found.ok) return refuse(c, found.problem)
    const visitor = found.value
    const busy = await askBox(c.env, box => box.chatsOf(visitor))
    const erased = await c.env.HISTORY.erase(visitor, busy, c.get('requestId'))
    if (!erased.ok) return refuse(c, erased.problem)
    await askBox(c.env, box => box.erased(doer, who, visitor))
    return c.body(null, 204)
  })

const view = (c: Context<App>) => askBox(c.env, box => box.ownerView(c.get('requestId')))

/** An owner whom Access knows here alone is another visitor where they chat. */
async function doerOf(c: Context<App>): Promise<Doer> {
  const { by = '', who } = c.get('owner') ?? {}
  const chats = await whoAsks(c)
  return { by, visitors: [who, chats].flatMap(one => one?.visitor ?? []) }
}

/** Stops them by their sessions. One that has ended already is no failure. */
async function stop(c: Context<App>, turns: { turn: string; session: Session }[]): Promise<Reply<null>> {
  const replies = await Promise.all(
    turns.map(({ turn, session }) => c.env.HISTORY.end(session.owner, session.chat, turn, c.get('requestId')))
  )
  return replies.find(reply => !reply.ok && reply.problem.code !== 'not_found') ?? ok(null)
}
