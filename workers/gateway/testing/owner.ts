/** An owner who is told, in pretended time, with a box and a webhook that are pretended too. */

import { afterEach, beforeEach, vi } from 'vitest'
import type { Stock } from '../../protocol/stock.ts'
import type { Message } from '../telling/message.ts'
import { Notices } from '../telling/notices.ts'
import { tell } from '../telling/tell.ts'
import { type Box, envOf, fakeBox, json, shelf, text } from './fake-box.ts'

export const MINUTE = 60_000
export const VERSION = '/api/version'

/** No backup of it is known of. */
const NEVER: Stock = { bytes: 1e6, backedUpAt: null }

export type Says = () => Promise<{ ok: true; value: Stock }>

export const says = (value: Stock) => Promise.resolve({ ok: true as const, value })

export class Owner {
  readonly box: Box = fakeBox({ [VERSION]: () => json({ version: '0.31.0' }) })
  /** Their webhook, at `/hook`. */
  readonly hook: Box = fakeBox({ '/hook': () => text(200, 'ok') }, 'https')
  /** What was used of the hosts today. */
  used = { turns: 0, ms: 0 }
  #boxAsked = false

  gateway(more: { stock?: Says; vars?: Record<string, string>; MAIL?: object } = {}): GatewayEnv {
    const { stock = () => says(NEVER), vars, MAIL } = more
    const env = envOf(this.box, { TELL_URL: `${this.hook.url}/hook`, ...vars })
    const outlook = async () => ({ ...(await env.BOX.getByName().outlook()), ...this.used })
    const notices = new Notices(shelf(), outlook)
    const getByName = () => {
      this.#boxAsked = true
      return notices
    }
    return {
      ...env,
      BOX: { getByName },
      HISTORY: { stock },
      ...(MAIL && { MAIL }),
    } as unknown as GatewayEnv
  }

  /** What they hear by looks so many, five minutes apart. */
  async hears(env: GatewayEnv, looks = 1): Promise<string[]> {
    const before = this.hook.asked.length
    for (let n = 0; n < looks; n += 1) {
      const next = Date.now() + 5 * MINUTE
      let over = false
      this.#boxAsked = false
      void tell(env).then(() => (over = true))
      // The digest knows no pretended time: that stands still for it. Then a box, or a receiver, may not answer.
      while (!over && !this.#boxAsked) await new Promise(resolve => setImmediate(resolve))
      while (!over) await vi.advanceTimersByTimeAsync(100)
      await vi.advanceTimersByTimeAsync(next - Date.now())
    }
    return this.hook.asked
      .slice(before)
      .flatMap(({ body }) => (body as unknown as Message).events.map(one => one.meter ?? one.event))
  }

  /** What they heard last, in words. */
  get lastText(): string | undefined {
    return (this.hook.asked.at(-1)?.body as unknown as Message | undefined)?.text
  }
}

/** For all tests of a file. */
export function inPretendedTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 27, 9), toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
      const late = new AbortController()
      setTimeout(() => late.abort(new DOMException('', 'TimeoutError')), ms)
      return late.signal
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })
}
