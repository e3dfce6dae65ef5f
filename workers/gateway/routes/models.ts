/** GET /api/models: what a visitor may ask, and what of it is loaded now. */

import { Hono } from 'hono'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { answer } from '../refuse.ts'
import { settings } from '../settings.ts'

export const models = new Hono<App>().get('/', async c => {
  settings(c.env)
  return answer(c, await askBox(c.env, box => box.models(c.get('requestId'))))
})
