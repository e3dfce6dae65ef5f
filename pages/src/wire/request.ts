/** Makes the request of a route, by protocol's contract. No DOM in it. */

import type { ParamsOf, Route, Taken } from '../../../workers/protocol/routes.ts'
import { PROTOCOL, PROTOCOL_HEADER } from '../../../workers/protocol/version.ts'

interface PartsOf<R extends Route> {
  params: [ParamsOf<R>] extends [never] ? never : Record<ParamsOf<R>, string>
  query: Taken<R, 'query'>
  headers: Taken<R, 'headers'>
  body: Taken<R, 'body'>
}

/** What a request of this route is made of, and nothing else. */
export type Given<R extends Route> = {
  [Part in keyof PartsOf<R> as [PartsOf<R>[Part]] extends [never] ? never : Part]: PartsOf<R>[Part]
}

interface Parts {
  params?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: unknown
}

/** Its path, and how it is sent. */
export function request<R extends Route>(route: R, given: Given<R>): [path: string, init: RequestInit]
export function request(route: string, given: object): [string, RequestInit] {
  const { params = {}, query = {}, headers, body }: Parts = given
  const [method = '', template = ''] = route.split(' ')
  const path = template.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(query).toString()
  return [
    search ? `${path}?${search}` : path,
    {
      method,
      headers: {
        [PROTOCOL_HEADER]: `${PROTOCOL}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
  ]
}
