/** The gateway: the public HTTP API under /api, and `Completions` for history. */

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { BODY_BYTES } from '../protocol/limits.ts'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { ownOrigin } from './origin.ts'
import { refuse, unforeseen } from './refuse.ts'
import { chats } from './routes/chats.ts'
import { live } from './routes/live.ts'
import { models } from './routes/models.ts'
import { status } from './routes/status.ts'
import { turns } from './routes/turns.ts'
import { visitor } from './visitor.ts'

export { Completions } from './completions.ts'

const app = new Hono<App>()
  .basePath('/api')
  .use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"] } }))
  .use(async function noStore(c, next) {
    await next()
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
  })
  .use(ownOrigin)
  .use(bodyLimit({ maxSize: BODY_BYTES, onError: c => refuse(c, problem('too_large')) }))
  .use('/chats/*', visitor)
  .use('/live', visitor)
  .route('/status', status)
  .route('/models', models)
  .route('/chats', chats)
  .route('/chats', turns)
  .route('/live', live)
  .notFound(c => refuse(c, problem('not_found')))
  .onError(unforeseen)

export default app
