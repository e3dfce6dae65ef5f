/**
 * What an answer of the box means when it is not the answer that was asked for: one verdict, whoever asked. The rows are
 * those of the fault matrix that an HTTP status can tell; what goes wrong inside a stream is read where the stream is
 * read, in history. The box's own words are never passed on, nor logged: they hold paths, keys and pieces of prompts.
 */

import { causeOf, log } from '../../protocol/log.ts'
import { type Problem, problem, type ProblemCode } from '../../protocol/problems.ts'
import { causeIn, errorOf, isJson, textOf, typeOf } from './reading.ts'

export interface Fault {
  code: ProblemCode
  /**
   * May the same request be sent again before the first token? `silence`: it was let go of, which is no fault.
   * `unloaded`: only once the model has been taken out of memory. `without-thinking`: only with thinking left off.
   */
  retry: 'no' | 'once' | 'silence' | 'unloaded' | 'without-thinking'
  /** Milliseconds after which the box says that it can be asked again. */
  retryAfterMs?: number
  /** With `too_long`: the tokens of context, as the refusal says. */
  context?: number
  /** With `too_long`: the tokens of the prompt, likewise. */
  tokens?: number
  /** For the log: what is known of it, in Burrow's own words. */
  cause: string
  status?: number
  type?: string
}

export const fault = (code: ProblemCode, retry: Fault['retry'], cause: string): Fault => ({
  code,
  retry,
  cause,
})

/** No answer in time: the box is slow, or nothing comes back from where it should be. */
export const LATE = 'no answer in time'

/** No answer at all. From inside a Worker nothing more can be told: an unknown name, a refused connection or certificate look alike. */
export const noAnswer = (error: unknown): Fault =>
  fault(
    'host_unreachable',
    'once',
    error instanceof Error && error.name === 'TimeoutError' ? LATE : causeOf(error)
  )

/** A good status, and behind it what no Ollama says. */
export const notOllama = (response: Response): Fault => ({
  ...fault('not_ollama', 'no', 'not what an Ollama answers'),
  status: response.status,
  type: typeOf(response),
})

/** Bytes of a refusal that are read. */
const REFUSAL_BYTES = 64_000

/** Reads a response that is not what was asked for, and names it. The body is consumed. */
export async function nameFault(response: Response): Promise<Fault> {
  const text = await textOf(response, REFUSAL_BYTES).catch(() => '')
  return { ...name(response, text), status: response.status, type: typeOf(response) }
}

function name(response: Response, text: string): Fault {
  const { status, headers } = response
  if (status >= 300 && status < 400) return redirected(headers.get('location') ?? '')
  const html = typeOf(response).startsWith('text/html')
  if (headers.has('cf-mitigated')) return fault('upstream_auth', 'no', 'stopped by a firewall')
  if (html && [200, 401, 403, 429, 503].includes(status)) return fault('upstream_auth', 'no', 'a login page')
  if (status === 200) return notOllama(response)
  if (status >= 500) return ofServer(response, text)
  return ofRequest(response, text)
}

function redirected(location: string): Fault {
  const to = URL.parse(location)?.hostname ?? 'elsewhere'
  return to.endsWith('cloudflareaccess.com')
    ? fault('upstream_auth', 'no', 'sent to Access to log in')
    : fault('misconfigured', 'no', `redirected to ${to}: the address must be that one`)
}

function ofRequest(response: Response, text: string): Fault {
  const { status, headers } = response
  const error = isJson(response) ? errorOf(text) : null
  switch (status) {
    case 400:
      if (error !== null) return refused(error)
      if (/HTTP request (was sent )?to (an )?HTTPS/i.test(text))
        return fault('misconfigured', 'no', 'speaks TLS: the address must begin with https://')
      break
    case 401:
      return error !== null && text.includes('signin_url')
        ? fault('not_allowed', 'no', 'a cloud model')
        : fault('upstream_auth', 'no', 'not let in')
    case 403:
      if (text === '')
        return fault('misconfigured', 'no', 'Ollama refuses the host name: set httpHostHeader of the Tunnel')
      return error !== null && /\bcloud\b/.test(error.text)
        ? fault('not_allowed', 'no', 'a cloud model')
        : fault('upstream_auth', 'no', 'not let in')
    case 404:
      if (error !== null && /model .*not found/.test(error.text))
        return fault('model_missing', 'no', 'model not found')
      if (text === '' || text.startsWith('404 page not found'))
        return fault('misconfigured', 'no', 'no such path: a rule of the Tunnel, or a path in the address')
      break
    case 407:
      return fault('upstream_auth', 'no', 'a proxy wants a password')
    case 429:
      return later(headers)
    case 499:
      return fault('model_failed', 'once', 'given up by the box')
  }
  return error === null
    ? fault('not_ollama', 'no', 'not what an Ollama answers')
    : fault('unsupported', 'no', error.cause)
}

function ofServer(response: Response, text: string): Fault {
  const { status, headers } = response
  const error = isJson(response) ? errorOf(text) : null
  switch (status) {
    case 500:
      if (error === null) break
      return fault('model_failed', /unexpectedly stopped/.test(error.text) ? 'once' : 'no', error.cause)
    case 501:
    case 505:
      return fault('not_ollama', 'no', 'not what an Ollama answers')
    case 502:
      return fault('host_refused', 'once', 'nothing answers behind the Tunnel or proxy')
    case 503:
      return later(headers)
    case 504:
    case 524:
      return fault('host_unreachable', 'silence', 'the way to the box gave up waiting')
    case 525:
    case 526:
      return fault('misconfigured', 'no', 'the certificate of the box is refused')
    case 530:
      return text.includes('1016')
        ? fault('misconfigured', 'no', 'the host name leads nowhere')
        : fault('host_offline', 'no', 'the Tunnel is down')
  }
  return fault('host_unreachable', 'once', 'an error on the way to the box')
}

/** Milliseconds after which a busy host is asked again when it does not say. */
const BUSY_MS = 5_000

function later(headers: Headers): Fault {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : BUSY_MS
  return { ...fault('busy', 'once', 'busy'), retryAfterMs }
}

/** Ollama refuses what was asked; llama-server's own refusals stand inside Ollama's. */
function refused({ text, context, tokens }: NonNullable<ReturnType<typeof errorOf>>): Fault {
  if (/context (length|size)|exceed_context/.test(text)) {
    return {
      ...fault('too_long', 'no', 'longer than the context'),
      ...(context === undefined ? {} : { context }),
      ...(tokens === undefined ? {} : { tokens }),
    }
  }
  const thinks = /does not support thinking/.test(text)
  return fault('unsupported', thinks ? 'without-thinking' : 'no', causeIn(text))
}

/** What a fault is to whoever asked; the owner's log is told too. `message`: a better sentence than the code's own. */
export function problemOf(failed: Fault, request: string | undefined, message?: string): Problem {
  logFault(failed, request)
  const { code, retryAfterMs } = failed
  return problem(code, {
    ...(message === undefined ? {} : { message }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** For the owner. Never the box's own words: they may quote a question. */
export const logFault = ({ code, cause, status, type }: Fault, request: string | undefined): void =>
  log('fault', { request, code, cause, status, type })
