/** Draws requests from the served document: a route as it stands there or spoiled, with what it takes, or nearly. */

import { PROTOCOL_HEADER } from '../../workers/protocol/version.ts'
import { nearly, type Operation, type Requests } from './document.ts'
import { CANARY, type Nonsense } from './nonsense.ts'
import { encoded, spoilBody, spoilPath } from './spoil.ts'

export interface Drawn {
  method: string
  /** As it goes over the wire. */
  path: string
  headers: [name: string, value: string][]
  body: Buffer | null
  /** It does not say how long it is. */
  chunked: boolean
  /** The operation that it is meant for, where path and method were left as they stand in the document. */
  operation: string | null
}

/** Who asks: what they may send to be known, and where their own page is. */
export interface Asker {
  url: string
  cookies: readonly [string, ...string[]]
  /** What they have, by the names of the path's parts. */
  own: Record<string, string>
  /** Of whom all that is deleted is: whoever has deleted what they have finds out little more. */
  doomed: { cookie: string; own: Record<string, string> }
  keys: readonly [string, ...string[]]
}

const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset="',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/vnd.api+json',
  'APPLICATION/JSON',
  ';',
  '',
] as const

const POSITIONS = ['0', '5', '1.1', '-1', '9999999999', '1e3', 'NaN', '0.0.0', ' 3', '3;4', CANARY] as const

const ADDRESSES = [
  '203.0.113.7',
  '2001:db8::1',
  '::ffff:127.0.0.1',
  '1.2.3',
  '999.1.1.1',
  '::::',
  '',
] as const

const ODD: readonly [[string, string], ...[string, string][]] = [
  ['accept', 'text/html;q=0, */*;q=nan'],
  ['accept-encoding', 'identity;q=x'],
  ['range', 'bytes=0-1'],
  ['if-none-match', '*'],
  ['x-http-method-override', 'DELETE'],
  ['x-forwarded-proto', 'https'],
  ['x-forwarded-host', 'evil.example'],
  ['x-request-id', CANARY],
  ['cf-access-jwt-assertion', 'a.b.c'],
  ['cf-worker', 'evil.example'],
  ['user-agent', ''],
  ['te', 'trailers'],
  ['via', '1.1 \u00ff'],
  ['referer', 'javascript:0'],
  ['content-encoding', 'gzip'],
  ['upgrade-insecure-requests', '1'],
]

export class Draw {
  readonly #nonsense: Nonsense
  readonly #document: Requests
  readonly #asker: Asker
  readonly #all: readonly [Found, ...Found[]]

  constructor(nonsense: Nonsense, document: Requests, asker: Asker) {
    this.#nonsense = nonsense
    this.#document = document
    this.#asker = asker
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, about]): Found => ({ path, method: method.toUpperCase(), about }))
    )
    const [first] = all
    if (first === undefined) throw new Error('The document has no path.')
    this.#all = [first, ...all.slice(1)]
  }

  next(): Drawn {
    const { dice } = this.#nonsense
    const { path: template, method: own, about } = dice.pick(this.#all)
    const method = dice.chance(0.85) ? own : this.#nonsense.method()
    const plain = this.#pathOf(template, about, method)
    const spoiled = dice.chance(0.2)
    const path = spoiled ? spoilPath(plain, this.#nonsense) : plain
    const body = this.#bodyOf(about, method)
    const headers = this.#headersOf(about, template, method, body !== null)
    // Whoever would have a socket is taken to get it.
    const upgrades = method !== 'GET' && headers.some(([name]) => name === 'upgrade')
    return {
      method,
      path,
      headers,
      body,
      chunked: body !== null && dice.chance(0.15),
      operation: spoiled || upgrades || method !== own ? null : about.operationId,
    }
  }

  #pathOf(template: string, about: Operation, method: string): string {
    const { dice } = this.#nonsense
    const { own, doomed } = this.#asker
    const mine = dice.chance(0.4) ? (method === 'DELETE' ? doomed.own : own) : {}
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encoded(mine[name] ?? (dice.chance(0.9) ? this.#nonsense.id() : this.#nonsense.text() || 'x'))
    )
    const asked = about.parameters
      .filter(one => one.in === 'query' && dice.chance(0.5))
      .map(({ name, schema }) => {
        const value = nearly(schema, this.#document, this.#nonsense, name)
        return `${name}=${encoded(typeof value === 'string' ? value : JSON.stringify(value))}`
      })
    return asked.length === 0 ? path : `${path}?${asked.join('&')}`
  }

  #bodyOf(about: Operation, method: string): Buffer | null {
    const { dice } = this.#nonsense
    const schema = about.requestBody?.content['application/json']?.schema
    if (schema === undefined || method === 'GET' || method === 'HEAD')
      return dice.chance(0.1) ? spoilBody('{"a":1}', this.#nonsense) : null
    if (dice.chance(0.05)) return null
    if (dice.chance(0.01)) return Buffer.alloc(dice.between(3_900, 700_000), ' ')
    return spoilBody(JSON.stringify(nearly(schema, this.#document, this.#nonsense)), this.#nonsense)
  }

  #headersOf(about: Operation, template: string, method: string, hasBody: boolean): Drawn['headers'] {
    const { dice } = this.#nonsense
    const { url, cookies, doomed, keys } = this.#asker
    const headers: Drawn['headers'] = []
    const may = (chance: number, name: string, value: () => string) => {
      if (dice.chance(chance)) headers.push([name, value()])
    }
    may(0.9, 'cookie', () => (method === 'DELETE' || dice.chance(0.1) ? doomed.cookie : dice.pick(cookies)))
    may(/open|ollama/.test(template) ? 0.95 : 0.05, 'authorization', () => dice.pick(keys))
    if (hasBody) may(0.95, 'content-type', () => (dice.chance(0.95) ? TYPES[0] : dice.pick(TYPES)))
    if (hasBody) may(0.02, 'content-type', () => dice.pick(TYPES))
    may(0.5, 'origin', () =>
      dice.chance(0.9) ? url : dice.pick(['null', 'https://evil.example', `${url}.evil.example`, '%'])
    )
    may(0.3, 'sec-fetch-site', () =>
      dice.chance(0.9) ? 'same-origin' : dice.pick(['cross-site', 'none', 'x'])
    )
    may(about.parameters.some(one => one.in === 'header') ? 0.7 : 0.03, 'last-event-id', () =>
      dice.pick(POSITIONS)
    )
    may(0.1, PROTOCOL_HEADER, () => dice.pick(['1', '0', '-1', 'x', '1e9', '']))
    may(0.03, 'cf-connecting-ip', () => dice.pick(ADDRESSES))
    may(0.15, ...this.#odd())
    if (dice.chance(/live/.test(template) ? 0.8 : 0.02))
      headers.push(
        ['connection', 'Upgrade'],
        ['upgrade', dice.pick(['websocket', 'WebSocket', 'h2c', 'x'])],
        ['sec-websocket-version', dice.pick(['13', '13', '8', ''])],
        ['sec-websocket-key', dice.pick(['dGhlIHNhbXBsZSBub25jZQ==', 'x', ''])]
      )
    return headers
  }

  #odd(): [string, () => string] {
    const [name, value] = this.#nonsense.dice.pick(ODD)
    return [name, () => value]
  }
}

interface Found {
  path: string
  method: string
  about: Operation
}
