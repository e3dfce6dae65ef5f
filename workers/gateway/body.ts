/** The body of a request: within the bounds of its route, and whole. */

import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { NO_BODY_BYTES } from '../protocol/limits.ts'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { contract } from './contract/contract.ts'
import type { Entry } from './contract/entry.ts'
import { refuse } from './refuse.ts'

/** Of each route that takes a body: how it is called, and what bounds what it is sent. */
const bounds = Object.entries<Entry>(contract).flatMap(([route, { bytes }]) => {
  if (bytes === undefined) return []
  const [method, path = ''] = route.split(' ')
  const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
  return [{ method, path: pattern, bounded: upTo(bytes), isOwners: path.startsWith('/api/owner') }]
})

const nothing = upTo(NO_BODY_BYTES)

function upTo(maxSize: number) {
  return bodyLimit({ maxSize, onError: c => refuse(c, problem('too_large')) })
}

/** Refuses what is longer than its route takes, said or not, and what was broken off by whoever sent it. */
export const wholeBody = createMiddleware<App>(async function wholeBody(c, next) {
  const { method, path } = c.req
  // To anybody else what is the owner's takes as much as what is not there.
  const isOwner = c.get('owner') !== undefined
  const found = bounds.find(one => one.method === method && one.path.test(path) && (isOwner || !one.isOwners))
  try {
    return await (found?.bounded ?? nothing)(c, next)
  } catch {
    // What throws further in is caught there: here it can only be the reading.
    return refuse(c, problem('bad_request', { message: 'This request broke off before its end.' }))
  }
})
