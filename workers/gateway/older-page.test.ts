/** Which page is served. */

import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { App } from './app.ts'
import { olderPage } from './older-page.ts'

const app = new Hono<App>().use(olderPage(3)).get('/', c => c.text('served'))
const call = async (headers: Record<string, string>) => (await app.request('/', { headers })).text()

it.for([
  ['as new as the gateway', { 'Burrow-Protocol': '3' }],
  ['newer than the gateway, which was rolled back', { 'Burrow-Protocol': '4' }],
  ['that is none: a program', {}],
  ['that says something else', { 'Burrow-Protocol': 'x' }],
] as const)('[U1] a page %s is served', async ([, headers]) => {
  expect(await call(headers)).toBe('served')
})

it('[U1] a page that speaks what is no longer understood is told to be loaded anew', async () => {
  expect(JSON.parse(await call({ 'Burrow-Protocol': '2' }))).toMatchObject({
    code: 'outdated',
    retryable: false,
  })
})
