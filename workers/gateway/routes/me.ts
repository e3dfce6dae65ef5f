/** /api/me: what the visitor has used and may use, and “Forget me”. */

import { Hono } from 'hono'
import type { Me, Usage } from '../../protocol/me.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { byOf } from '../by.ts'
import { answer } from '../refuse.ts'
import { forgetCookie, visitorOf } from '../visitor.ts'

/** The Box's name for whoever has no cookie: nothing is theirs yet. */
const NOBODY = ''

export const me = new Hono<App>()
  .get('/', async c => {
    const visitor = await visitorOf(c)
    const by = await byOf(c, visitor ?? NOBODY)
    const [box, kept] = await Promise.all([
      askBox(c.env, desk => desk.allowance(by)),
      c.env.HISTORY.kept(visitor, c.get('requestId')),
    ])
    if (!kept.ok) return answer(c, kept)
    const { usedMs, mostMs, until } = box.box
    const usage: Usage = {
      boxSeconds: { used: seconds(usedMs), most: mostMs === null ? null : seconds(mostMs), until },
      turnsThisMinute: box.turns,
      ...kept.value,
    }
    return c.json<Me>({ usage })
  })
  .delete('/', async c => {
    const visitor = await visitorOf(c)
    if (visitor === null) return c.body(null, 204)
    const busy = await askBox(c.env, box => box.chatsOf(visitor))
    const erased = await c.env.HISTORY.erase(visitor, busy, c.get('requestId'))
    if (erased.ok) forgetCookie(c)
    return answer(c, erased)
  })

const seconds = (ms: number): number => Math.round(ms / 1_000)
