/** A browser of somebody's with an authenticator, which asks the API as a page does. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Me, Passkey } from '../workers/protocol/me.ts'
import type { ChatPage } from '../workers/protocol/nouns.ts'
import { Authenticator, type Held } from './authenticator.ts'
import { ask } from './visitor.ts'

/** An address of digits is no name for a passkey. */
export const named = (url: string): string => url.replace('127.0.0.1', 'localhost')

interface Answer<T> {
  status: number
  body: T & { code?: string }
}

/** A browser of somebody's, with an authenticator. */
export class Device {
  readonly context: BrowserContext
  readonly page: Page
  readonly authenticator: Authenticator

  private constructor(context: BrowserContext, page: Page, authenticator: Authenticator) {
    this.context = context
    this.page = page
    this.authenticator = authenticator
  }

  /** Its authenticator has these passkeys already. */
  static async begin(browser: Browser, url: string, ...held: Held[]): Promise<Device> {
    const context = await browser.newContext({ baseURL: named(url) })
    const page = await context.newPage()
    // Burrow's own policy would not let a test's script in; the origin is all that matters.
    await page.route('**/blank', route => route.fulfill({ contentType: 'text/html', body: '' }))
    await page.goto('/blank')
    const device = new Device(context, page, await Authenticator.of(context, page))
    for (const one of held) await device.authenticator.give(one)
    return device
  }

  call<T = object>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return this.page.evaluate(
      async ([how, where, what]) => {
        const response = await fetch(where, {
          method: how,
          ...(what !== undefined && {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(what),
          }),
        })
        const text = await response.text()
        return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
      },
      [method, path, body] as const
    ) as Promise<Answer<T>>
  }

  /** What the browser makes of the options, as JSON. */
  makes(options: object): Promise<object> {
    return this.page.evaluate(async json => {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
        json as PublicKeyCredentialCreationOptionsJSON
      )
      return ((await navigator.credentials.create({ publicKey })) as PublicKeyCredential).toJSON()
    }, options)
  }

  shows(options: object): Promise<object> {
    return this.page.evaluate(async json => {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
        json as PublicKeyCredentialRequestOptionsJSON
      )
      return ((await navigator.credentials.get({ publicKey })) as PublicKeyCredential).toJSON()
    }, options)
  }

  async add(): Promise<Answer<Passkey>> {
    const { body } = await this.call<{ options: object }>('POST', '/api/me/passkeys/options')
    return this.call('POST', '/api/me/passkeys', { response: await this.makes(body.options) })
  }

  async signIn(): Promise<Answer<Me>> {
    const { body } = await this.call<{ options: object }>('POST', '/api/me/sign-in/options')
    return this.call('POST', '/api/me/sign-in', { response: await this.shows(body.options) })
  }

  me = async () => (await this.call<Me>('GET', '/api/me')).body
  chats = async () => (await this.call<ChatPage>('GET', '/api/chats')).body.chats

  async asks(): Promise<string> {
    await this.chats()
    const chat = crypto.randomUUID()
    const { status } = await this.call('POST', `/api/chats/${chat}/turns`, ask('bench-fast:1b', 'tokens=3'))
    if (status !== 200) throw new Error(`It was not asked: ${status}`)
    return chat
  }
}
