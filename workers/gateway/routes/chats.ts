/** /api/chats: the visitor's own chats. */

import { Hono } from 'hono'
import type { ChatPage } from '../../protocol/nouns.ts'
import type { App } from '../app.ts'
import { Change, ChatPath, check, PageQuery, PieceQuery } from '../check.ts'
import { answer } from '../refuse.ts'

export const chats = new Hono<App>()
  .get('/', check('query', PageQuery), async c =>
    c.get('newcomer')
      ? c.json<ChatPage>({ chats: [], cursor: null })
      : answer(
          c,
          await c.env.HISTORY.chats(c.get('visitor'), c.req.valid('query').cursor ?? null, c.get('requestId'))
        )
  )
  .get('/:chat', check('param', ChatPath), check('query', PieceQuery), async c =>
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
  .patch('/:chat', check('param', ChatPath), check('json', Change), async c =>
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
  .delete('/:chat', check('param', ChatPath), async c =>
    answer(c, await c.env.HISTORY.delete(c.get('visitor'), c.req.valid('param').chat, c.get('requestId')))
  )
