/** The public HTTP API under /api: what holds of every request, and the routes. */

import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { wholeBody } from './body.ts'
import { door } from './identity/door.ts'
import { ownerOnly, whetherOwner } from './identity/owner.ts'
import { nothingYet, visitor } from './identity/visitor.ts'
import { olderPage } from './older-page.ts'
import { ownChange, ownName, ownPage } from './origin.ts'
import { refuse, unforeseen } from './refuse.ts'
import { chats } from './routes/chats.ts'
import { feed } from './routes/feed.ts'
import { health } from './routes/health.ts'
import { me } from './routes/me.ts'
import { keys } from './routes/keys.ts'
import { models } from './routes/models.ts'
import { inOllama, ollama } from './routes/ollama.ts'
import { inOpenAi, openai } from './routes/openai.ts'
import { openapi } from './routes/openapi.ts'
import { enrolment, owner } from './routes/owner.ts'
import { pass } from './routes/pass.ts'
import { status } from './routes/status.ts'
import { turns } from './routes/turns.ts'
import { wall } from './wall.ts'

/** A year: as long as browsers advise. `pages/public/_headers` says the same. */
const HSTS_SECONDS = 365 * 24 * 60 * 60

export const api = new Hono<App>()
  .basePath('/api')
  // Without a header to read it from: what a client calls its request must reach neither the box nor the log (V2).
  .use(requestId({ headerName: '' }))
  .use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"] },
      // Without subdomains: those of the owner's own domain are not Burrow's to decide on.
      strictTransportSecurity: `max-age=${HSTS_SECONDS}`,
    })
  )
  .use(async function everyAnswer(c, next) {
    await next()
    c.header('X-Request-Id', c.get('requestId'))
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
  })
  // First, so that whatever refuses a program does it in words that it knows.
  .use('/openai/*', inOpenAi)
  .use('/ollama/*', inOllama)
  .use(wall)
  .use(ownName)
  .use(ownChange)
  .use(door)
  .use('/owner/*', whetherOwner)
  .use(wholeBody)
  .use('/chats/*', olderPage(), ownPage, visitor)
  .use('/chats/:chat/*', nothingYet)
  .use('/me/*', olderPage(), ownPage)
  .use('/me/keys/*', visitor)
  .route('/owner', enrolment)
  .use('/owner/*', ownerOnly, olderPage(), ownPage)
  .route('/health', health)
  .route('/status', status)
  .route('/models', models)
  .route('/chats', chats)
  .route('/chats', turns)
  .route('/me', me)
  .route('/live', feed)
  .route('/me/keys', keys)
  .route('/openai/v1', openai)
  .route('/ollama/api', ollama)
  .route('/pass', pass)
  .route('/owner', owner)
  .route('/openapi.json', openapi)
  .notFound(c => refuse(c, problem('not_found')))
  .onError(unforeseen)
