/** /api/me/keys: the keys of a visitor's programs. */

import { Hono } from 'hono'
import type { MadeKey } from '../../protocol/keys.ts'
import type { App } from '../app.ts'
import { check } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { needsPass } from '../identity/pass.ts'
import { newKey } from '../key.ts'
import { mayCome } from '../may-come.ts'
import { answer, refuse } from '../refuse.ts'

const make = contract['POST /api/me/keys']
const revoke = contract['DELETE /api/me/keys/:key']

export const keys = new Hono<App>()
  .get('/', async c =>
    c.get('who').newcomer
      ? c.json({ keys: [] })
      : answer(c, await c.env.HISTORY.keys(c.get('visitor'), c.get('requestId')))
  )
  // A program asks in the name of whoever made its key, and shows no pass.
  .post('/', check('json', make.json), needsPass, mayCome, async c => {
    const { key, hash } = await newKey()
    const about = { id: crypto.randomUUID(), name: c.req.valid('json').name, hash }
    const kept = await c.env.HISTORY.addKey(c.get('visitor'), about, c.get('requestId'))
    return kept.ok ? c.json<MadeKey>({ ...kept.value, key }) : refuse(c, kept.problem)
  })
  .delete('/:key', check('param', revoke.param), async c =>
    answer(c, await c.env.HISTORY.removeKey(c.get('visitor'), c.req.valid('param').key, c.get('requestId')))
  )
