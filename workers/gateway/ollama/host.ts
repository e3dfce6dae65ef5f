/**
 * The way to the box: the only file that knows addresses and headers. Five fixed paths, headers built from nothing
 * (no cookie, origin or agent of a visitor's ever travels on), redirects never followed: they would carry the Access
 * token to wherever they point.
 */

/** This Burrow. */
export const VERSION = '0.1.0'

/** A probe that takes longer than this is no answer. Ollama's own health check may hold one up for longer. */
const PROBE_MS = 3_000

/** How long a host that answered is preferred without asking it again. */
const CHOSEN_MS = 5_000

export type OllamaPath = '/api/chat' | '/api/tags' | '/api/ps' | '/api/show' | '/api/version'

export interface HostSettings {
  OLLAMA_URL: string
  ACCESS_CLIENT_ID: string
  ACCESS_CLIENT_SECRET: string
}

export interface Host {
  /** Names this host in caches; never shown to a visitor. */
  url: string
  /** One request. Rejects when there is no answer at all, or when `signal` says so. */
  request(path: OllamaPath, body?: unknown, signal?: AbortSignal): Promise<Response>
}

/** The hosts of `OLLAMA_URL`, in the owner's order. */
export function hosts(settings: HostSettings): Host[] {
  const headers: Record<string, string> = {
    Accept: 'application/x-ndjson, application/json',
    'Accept-Encoding': 'identity',
    'User-Agent': `burrow/${VERSION}`,
  }
  if (settings.ACCESS_CLIENT_ID !== '') {
    headers['CF-Access-Client-Id'] = settings.ACCESS_CLIENT_ID
    headers['CF-Access-Client-Secret'] = settings.ACCESS_CLIENT_SECRET
  }
  return settings.OLLAMA_URL.split(',')
    .map(url => url.trim().replace(/\/+$/, ''))
    .filter(url => url !== '')
    .map(url => ({
      url,
      request: (path, body, signal) =>
        fetch(
          url + path,
          body === undefined
            ? { headers, redirect: 'manual', signal: signal ?? null }
            : {
                method: 'POST',
                headers: { ...headers, 'Content-Type': 'application/json' },
                body: JSON.stringify(body),
                redirect: 'manual',
                signal: signal ?? null,
              }
        ),
    }))
}

/** Per isolate: which host of which list answered last, and when. A value, never a promise: those die with their request. */
const chosen = new Map<string, { url: string; at: number }>()

/**
 * The first host that answers, or the first of the list when none does. With one host nothing is asked. A choice holds
 * for {@link CHOSEN_MS}, so that a preferred host that comes back is found within seconds.
 */
export async function pickHost(settings: HostSettings): Promise<Host | null> {
  const all = hosts(settings)
  const [first] = all
  if (first === undefined || all.length === 1) return first ?? null
  const last = chosen.get(settings.OLLAMA_URL)
  const kept = all.find(host => host.url === last?.url)
  if (last !== undefined && kept !== undefined && Date.now() - last.at < CHOSEN_MS) return kept

  const answers = await Promise.all(all.map(isUp))
  const host = all.find((_, n) => answers[n]) ?? first
  chosen.set(settings.OLLAMA_URL, { url: host.url, at: Date.now() })
  return host
}

async function isUp(host: Host): Promise<boolean> {
  try {
    const response = await probe(host, '/api/version')
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

/** A request that must be answered soon; `stop` ends it sooner. */
export function probe(host: Host, path: OllamaPath, body?: unknown, stop?: AbortSignal): Promise<Response> {
  const late = AbortSignal.timeout(PROBE_MS)
  return host.request(path, body, stop === undefined ? late : AbortSignal.any([late, stop]))
}
