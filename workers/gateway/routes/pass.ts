/** /api/pass: what the frame needs that asks whether somebody is a person, and what it found. */

import { Hono } from 'hono'
import { problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { check } from '../check.ts'
import { contract } from '../contract/contract.ts'
import { givePass, isPerson } from '../identity/pass.ts'
import { visitor } from '../identity/visitor.ts'
import { ownPage } from '../origin.ts'
import { answer, refuse } from '../refuse.ts'
import { settings } from '../settings.ts'

const giving = contract['POST /api/pass']

export const pass = new Hono<App>()
  .get('/', c => {
    const { turnstile } = settings(c.env)
    return turnstile === null ? refuse(c, problem('not_found')) : c.json({ siteKey: turnstile.siteKey })
  })
  .post('/', ownPage, check('json', giving.json), visitor, async c => {
    const { turnstile } = settings(c.env)
    if (turnstile === null) return refuse(c, problem('not_found'))
    const { hostname } = new URL(c.req.url)
    const found = await isPerson(turnstile, c.req.valid('json').token, hostname, c.get('requestId'))
    if (found.ok) await givePass(c)
    return answer(c, found)
  })
