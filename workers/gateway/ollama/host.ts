/**
 * The way to the box: the only file that knows addresses and headers. Five fixed paths, headers built from nothing
 * (no cookie, origin or agent of a visitor's ever travels on), redirects never followed: they would carry the Access
 * token to wherever they point.
 */

import type { Settings } from '../settings.ts'
import type { Address } from './address.ts'

/** Put in its place by whoever builds this (`scripts/version.ts`). */
declare const BURROW_VERSION: string | undefined

/** This gateway: `0.1.0+3f2a9c1`. In a test of its parts nothing was built. */
export const VERSION = typeof BURROW_VERSION === 'undefined' ? '0.0.0' : BURROW_VERSION

/** The edge gives up on a silent Tunnel after 120 s, and calls that a fault of the box: let go before. */
const EDGE_MS = 110_000

/** Straight at Ollama nobody gives up. Whoever would still wait after an hour has left. */
const STRAIGHT_MS = 60 * 60_000

export type OllamaPath = '/api/chat' | '/api/tags' | '/api/ps' | '/api/show' | '/api/version'

export interface Host {
  /** Names this host in caches; never shown to a visitor. */
  url: string
  /** Milliseconds that a request to it may be silent before it is let go of. */
  letGoMs: number
  /** What the log calls the request that this is asked for; it is sent along, as `X-Request-Id`. */
  requestId: string | undefined
  /** One request. Rejects when there is no answer at all, or when `signal` says so. */
  request(path: OllamaPath, body: unknown, signal: AbortSignal): Promise<Response>
}

export type HostSettings = Pick<Settings, 'hosts' | 'access' | 'letGoMs'>

/** All hosts, in the owner's order, for what is asked under this id. */
export const hostsOf = (settings: HostSettings, requestId?: string): Host[] =>
  settings.hosts.map(address => makeHost(address, settings, requestId))

/** One of them, by its `url`; undefined where the settings have none of that name. */
export function hostAt(settings: HostSettings, url: string, requestId?: string): Host | undefined {
  const address = settings.hosts.find(one => one.url === url)
  return address && makeHost(address, settings, requestId)
}

function makeHost(
  { url, authorization }: Address,
  { access, letGoMs }: HostSettings,
  requestId: string | undefined
): Host {
  const headers: Record<string, string> = {
    Accept: 'application/x-ndjson, application/json',
    'Accept-Encoding': 'identity',
    'User-Agent': `burrow/${VERSION}`,
    ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }),
    ...(authorization === undefined ? {} : { Authorization: authorization }),
    ...(access === null
      ? {}
      : { 'CF-Access-Client-Id': access.id, 'CF-Access-Client-Secret': access.secret }),
  }
  const posted = { ...headers, 'Content-Type': 'application/json' }
  return {
    url,
    requestId,
    letGoMs: letGoMs ?? (url.startsWith('https:') ? EDGE_MS : STRAIGHT_MS),
    request: (path, body, signal) =>
      fetch(
        url + path,
        body === undefined
          ? { headers, redirect: 'manual', signal }
          : { method: 'POST', headers: posted, body: JSON.stringify(body), redirect: 'manual', signal }
      ),
  }
}
