/**
 * What an answer of the box means when it is not the answer that was asked for. The rows are those of the fault matrix
 * that an HTTP status can tell; what goes wrong inside a stream is read where the stream is read, in history.
 * The box's own words are for the owner's log: they hold paths, keys and texts of the driver.
 */

import type { ProblemCode } from '../../protocol/problems.ts'

export interface Fault {
  code: ProblemCode
  /**
   * May the same request be sent once more before the first token? `loaded`: only if the model turns out to be in
   * memory by now. `unloaded`: only once it has been taken out of memory. `without-thinking`: only with thinking left
   * off.
   */
  retry: 'no' | 'once' | 'loaded' | 'unloaded' | 'without-thinking'
  retryAfterMs?: number
  /** For the log alone. */
  detail: string
}

const fault = (code: ProblemCode, retry: Fault['retry'], detail: string): Fault => ({ code, retry, detail })

/** Characters of a refusal that are worth reading or logging. */
const DETAIL_CHARS = 500

/** Reads a response that is no stream of an answer, and names it. The body is consumed. */
export async function nameFault(response: Response): Promise<Fault> {
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  const text = (await response.text().catch(() => '')).slice(0, 64_000)
  const detail = `${status} ${type} ${text.slice(0, DETAIL_CHARS)}`
  const json = type.startsWith('application/json')
  const html = type.startsWith('text/html')

  if (status >= 300 && status < 400) {
    const toLogin = (headers.get('location') ?? '').includes('cloudflareaccess.com')
    return fault(toLogin ? 'upstream_auth' : 'misconfigured', 'no', `${detail} to ${headers.get('location')}`)
  }
  if (headers.has('cf-mitigated') || (status === 200 && html)) return fault('upstream_auth', 'no', detail)
  switch (status) {
    case 400:
      return refused(json ? errorText(text) : text, detail)
    case 401:
      return fault(json && text.includes('signin_url') ? 'not_allowed' : 'upstream_auth', 'no', detail)
    case 403:
      // An empty body is Ollama's own check of Host and Origin; JSON says that its cloud is off; a page is Access.
      if (text === '') return fault('misconfigured', 'no', detail)
      return fault(json ? 'not_allowed' : 'upstream_auth', 'no', detail)
    case 404:
      return fault(json && text.includes('not found') ? 'model_missing' : 'misconfigured', 'no', detail)
    case 429:
      return html ? fault('upstream_auth', 'no', detail) : later('busy', headers, detail)
    case 500:
      return fault('model_failed', /unexpectedly stopped/.test(text) ? 'once' : 'no', detail)
    case 502:
      return fault('host_refused', 'once', detail)
    case 503:
      return html ? fault('upstream_auth', 'no', detail) : later('busy', headers, detail)
    case 520:
    case 521:
    case 522:
    case 523:
      return fault('host_unreachable', 'once', detail)
    case 524:
      return fault('model_loading', 'loaded', detail)
    case 525:
    case 526:
      return fault('misconfigured', 'no', detail)
    case 530:
      return fault(text.includes('1016') ? 'misconfigured' : 'host_offline', 'no', detail)
    default:
      return fault(status === 200 ? 'unreadable' : 'misconfigured', 'no', detail)
  }
}

/** No answer at all: nothing listens there, or the connection was cut before the headers came. */
export const noAnswer = (error: unknown): Fault => fault('host_refused', 'once', String(error))

/** Milliseconds after which a busy host is asked again when it does not say. */
const BUSY_MS = 5_000

function later(code: ProblemCode, headers: Headers, detail: string): Fault {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return {
    ...fault(code, 'once', detail),
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : BUSY_MS,
  }
}

function refused(text: string, detail: string): Fault {
  if (/context (length|size)|exceed_context/.test(text)) return fault('too_long', 'no', detail)
  if (/does not support thinking/.test(text)) return fault('unsupported', 'without-thinking', detail)
  return fault('unsupported', 'no', detail)
}

/** Ollama's error text; llama-server's own errors stand inside it as JSON once more. */
function errorText(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null && 'error' in parsed) {
      return typeof parsed.error === 'string' ? parsed.error : JSON.stringify(parsed.error)
    }
  } catch {
    // Not JSON after all: read it as it is.
  }
  return body
}
