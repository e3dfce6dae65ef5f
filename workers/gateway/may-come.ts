/**
 * Whoever has an API key or a passkey kept is a visitor from then on, as who asks: of one address so many are new in an
 * hour, or whoever throws their cookie away each time would fill the database.
 */

import { createMiddleware } from 'hono/factory'
import type { App } from './app.ts'
import { askBox } from './box/ask-box.ts'
import { byOf } from './by.ts'
import { refuse } from './refuse.ts'

/** Behind `visitor`. */
export const mayCome = createMiddleware<App>(async function mayCome(c, next) {
  const visitor = c.get('visitor')
  const by = await byOf(c, visitor)
  // Nothing is limited there, and the Box has nothing to say.
  if (by.address === undefined) return next()
  const come = await askBox(c.env, box => box.comes(visitor, by))
  return come.ok ? next() : refuse(c, come.problem)
})
