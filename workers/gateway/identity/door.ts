/** Whom the owner's Access lets in, where it stands before everything. */

import { createMiddleware } from 'hono/factory'
import type { App } from '../app.ts'
import { refuse } from '../refuse.ts'
import { settingsOrNull } from '../settings.ts'
import { checkToken } from './owner.ts'

/**
 * Nothing is answered to whom it has not let in, at any host name. A wrong setting is told by the routes: none of them has
 * anything of anybody's to give without the settings.
 */
export const door = createMiddleware<App>(async function door(c, next) {
  const access = settingsOrNull(c.env)?.door
  if (access?.for !== 'everyone') return next()
  const reply = await checkToken(c, access)
  if (!reply.ok) return refuse(c, reply.problem)
  c.set('letIn', reply.value)
  return next()
})
