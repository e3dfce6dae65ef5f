/** Calls what was deployed as a visitor would, and says what does not answer as it should. */

import { v7 as uuidv7 } from 'uuid'
import type { Status } from '../../workers/protocol/nouns.ts'
import { Trouble } from './trouble.ts'

/** A new host name takes a while until the edge knows it, in milliseconds. */
const UNTIL_KNOWN_MS = 90_000
const BETWEEN_MS = 3_000

/** For a question, the loading of its model included. */
const ANSWER_MS = 150_000

/** Beside a Pages project wrangler has to be told which Worker it is of. */
const TAIL = 'npm run wrangler -- tail burrow-gateway -c workers/gateway/wrangler.toml'

export interface Called {
  what: string
  /** Null where all is well. */
  wrong: string | null
}

/** Never throws; `tell` hears of each call as it ends. */
export async function callAll(address: string, tell: (called: Called) => void): Promise<boolean> {
  let well = true
  const check = async (what: string, call: () => Promise<string | null>) => {
    const wrong = await call().catch((error: unknown) =>
      error instanceof Error ? error.message : String(error)
    )
    well &&= wrong === null
    tell({ what, wrong })
    return wrong === null
  }
  let closed = false
  const there = await check('the page', async () => {
    const page = await untilKnown(address)
    closed = isAccess(page)
    if (closed) return null
    if (!page.ok) return `answers ${page.status}`
    return (await page.text()).includes('<title>Burrow</title>') ? null : 'is another page'
  })
  if (!there) return false
  if (closed) {
    tell({ what: BEHIND_ACCESS, wrong: null })
    return well
  }
  await check('a missing asset', async () => {
    const { status } = await get(`${address}/assets/missing.js`)
    return status === 404 ? null : `answers ${status} instead of 404, which browsers would keep`
  })
  let box: Status['box'] | undefined
  await check('the gateway', async () => {
    const response = await get(`${address}/api/status`)
    closed = response.status === 401
    if (closed) return null
    if (!response.ok) return `/api/status answers ${response.status}`
    box = ((await response.json()) as Status).box
    return box === 'misconfigured' ? `its settings are wrong: its log names which (${TAIL})` : null
  })
  if (closed) tell({ what: BEHIND_ACCESS, wrong: null })
  else if (box === 'ready' || box === 'loading') await check('a question', () => question(address))
  else if (box === 'offline') tell({ what: 'the box is off, so nothing was asked of it', wrong: null })
  return well
}

const BEHIND_ACCESS = 'Access lets in whom it knows alone, so nothing was asked'

/** It sends whoever comes to where they log in. */
const isAccess = (response: Response): boolean =>
  /^https:\/\/[^/]+\.cloudflareaccess\.com\//.test(response.headers.get('location') ?? '')

const get = (url: string, init: RequestInit = {}) =>
  fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual', ...init })

async function untilKnown(address: string): Promise<Response> {
  const until = Date.now() + UNTIL_KNOWN_MS
  for (;;) {
    const response = await get(address).catch(() => null)
    if (response !== null && (response.ok || isAccess(response))) return response
    if (Date.now() > until) {
      if (response !== null) return response
      throw new Trouble(`${address} does not answer.`, 'Wait a minute, then run it again.')
    }
    await new Promise(resolve => setTimeout(resolve, BETWEEN_MS))
  }
}

/** A visitor of its own, one short question, and nothing of it is left behind. */
async function question(address: string): Promise<string | null> {
  const list = await get(`${address}/api/models`)
  const { models } = (await list.json()) as { models: { name: string }[] }
  const [model] = models
  if (model === undefined) return 'the box has no model that can chat'
  const cookie = list.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  const headers = { cookie, 'content-type': 'application/json', origin: address }
  const chat = `${address}/api/chats/${uuidv7()}`
  const turn = { turn: uuidv7(), parent: null, text: 'Say hello.', model: model.name }
  try {
    const response = await get(`${chat}/turns`, { method: 'POST', headers, body: JSON.stringify(turn) })
    const told = await response.text()
    // Where the owner wants to know that somebody is a person, this is none.
    return /^event: done$/m.test(told) || told.includes('"needs_pass"')
      ? null
      : `ended with ${told.trim().split('\n').slice(-2).join(' ').slice(0, 300)}`
  } finally {
    await get(chat, { method: 'DELETE', headers }).catch(() => {})
  }
}
