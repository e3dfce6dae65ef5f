/** /api/chats: the visitor's own chats. */

import { Hono } from 'hono'
import type { ChatPage } from '../../protocol/nouns.ts'
import type { App } from '../app.ts'
import { check } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { answer } from '../refuse.ts'

const list = contract['GET /api/chats']
const open = contract['GET /api/chats/:chat']
const change = contract['PATCH /api/chats/:chat']
const remove = contract['DELETE /api/chats/:chat']

export const chats = new Hono<App>()
  .get('/', check('query', list.query), async c =>
    c.get('who').newcomer
      ? c.json<ChatPage>({ chats: [], cursor: null })
      : answer(
          c,
          await c.env.HISTORY.chats(c.get('visitor'), c.req.valid('query').cursor ?? null, c.get('requestId'))
        )
  )
  .get('/:chat', check('param', open.param), check('query', open.query), async c =>
    answer(
      c,
      await c.env.HISTORY.open(
        c.get('visitor'),
        c.req.valid('param').chat,
        c.req.valid('query'),
        c.get('requestId')
      )
    )
  )
  .patch('/:chat', check('param', change.param), check('json', change.json), async c =>
    answer(
      c,
      await c.env.HISTORY.change(
        c.get('visitor'),
        c.req.valid('param').chat,
        c.req.valid('json'),
        c.get('requestId')
      )
    )
  )
  .delete('/:chat', check('param', remove.param), async c =>
    answer(c, await c.env.HISTORY.delete(c.get('visitor'), c.req.valid('param').chat, c.get('requestId')))
  )
