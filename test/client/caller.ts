/** Somebody who calls Burrow over HTTP: the cookie that a browser would keep, and what a page sends along. */

import { BODY_BYTES } from '../../workers/protocol/limits.ts'

/** Headers and body of a request; how it is sent is up to who measures or reads it. */
export interface Sending {
  method: string
  headers: Record<string, string>
  body: string | null
}

export class Caller {
  readonly url: string
  /** `name=value`, or empty before the first answer that sets one. */
  cookie: string

  constructor(url: string, cookie = '') {
    this.url = url
    this.cookie = cookie
  }

  /** `body` goes as JSON unless it is text already. */
  sending(method: string, body?: unknown, headers: Record<string, string> = {}): Sending {
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    // What is refused before it was read to its end costs its connection: nothing else may be sent on that.
    const refused = (text?.length ?? 0) > BODY_BYTES
    return {
      method,
      headers: {
        ...(refused ? { connection: 'close' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(method === 'GET' ? {} : { origin: this.url }),
        ...headers,
      },
      body: text,
    }
  }

  /** Keeps the cookie of an answer, by its `Set-Cookie` lines. */
  keep(lines: string[]): void {
    const set = lines.at(-1)
    if (set !== undefined) this.cookie = set.split(';', 1)[0] ?? ''
  }
}
