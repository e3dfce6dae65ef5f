/** GET /api/openapi.json: the public API for programs, made from the schemas that check its requests. */

import { Hono } from 'hono'
import type { App } from '../app.ts'
import { openApi } from '../contract/document.ts'
import { VERSION } from '../ollama/host.ts'

let made: object | undefined

export const openapi = new Hono<App>().get('/', c => c.json((made ??= openApi(VERSION))))
