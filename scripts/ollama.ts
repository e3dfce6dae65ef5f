/** Looks at the Ollama that an owner named, and says what is wrong with it: Burrow's runtime here cannot tell. */

import * as v from 'valibot'
import { type Address, unquote } from '../workers/gateway/ollama/address.ts'
import type { HostEntry, HostSetting } from '../workers/gateway/ollama/host-list.ts'
import { Schema } from '../workers/gateway/settings-schema.ts'

/** Where an Ollama of this machine is. */
export const DEFAULT = 'http://127.0.0.1:11434'

/** A box that sleeps may take this long to be reached; nobody waits longer for a start. */
const PATIENCE_MS = 5_000

/** An address and what is wrong with it, in a sentence that names neither user nor password; null when an Ollama answers. */
export interface Looked {
  url: string
  wrong: string | null
}

/** Where an owner says that Ollama is. */
export interface Named {
  /** The setting that says it. */
  by: 'OLLAMA_HOSTS' | 'OLLAMA_URL'
  /** As it was written, to be handed on; a list never as a text with commas, for a password may hold one. */
  written: string | HostEntry[]
  /** As it is understood; at least one. */
  hosts: HostSetting[]
  /** What is to be said of a setting that is not used; empty where there is none. */
  unused: string
}

/**
 * What the environment says of it, read as the gateway reads it; null where it says nothing. Throws, saying what to write,
 * where it is wrong.
 */
export function namedIn({
  OLLAMA_URL: url = '',
  OLLAMA_HOSTS: list = '',
}: Record<string, string | undefined>): Named | null {
  const listed = parsed('OLLAMA_HOSTS', list)
  const hosts = parsed('OLLAMA_URL', url)
  if (listed.length === 0) {
    return hosts.length === 0 ? null : { by: 'OLLAMA_URL', written: url, hosts, unused: '' }
  }
  const unused = hosts.length === 0 ? '' : 'OLLAMA_HOSTS is used, and OLLAMA_URL is not.'
  // It was parsed just now.
  return { by: 'OLLAMA_HOSTS', written: JSON.parse(unquote(list)) as HostEntry[], hosts: listed, unused }
}

function parsed(name: Named['by'], text: string): HostSetting[] {
  const { success, output, issues } = v.safeParse(Schema.entries[name], text)
  // Never what it says: it may hold a password.
  if (!success) throw new Error(`${name} ${issues[0].message}.`)
  return output
}

/** Looks at each of these. */
export const look = (hosts: readonly Address[]): Promise<Looked[]> =>
  Promise.all(hosts.map(async host => ({ url: host.url, wrong: await wrongWith(host) })))

async function wrongWith({ url, authorization }: Address): Promise<string | null> {
  const [host, secure] = [new URL(url).host, url.startsWith('https:')]
  let response: Response
  try {
    response = await get(url, authorization)
  } catch (error) {
    const code = codeOf(error)
    // A server that expects TLS hangs up on whoever speaks without.
    if (!secure && HUNG_UP.test(code) && (await speaksTls(url))) return otherScheme(host, 'https')
    return reasonOf(host, code)
  }
  const body = await response.text().catch(() => '')
  if (response.ok && isVersion(body)) return null
  if (!secure && response.status === 400 && /https/i.test(body)) return otherScheme(host, 'https')
  return saidInstead(host, response.status)
}

function get(url: string, authorization?: string): Promise<Response> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  const signal = AbortSignal.timeout(PATIENCE_MS)
  return fetch(`${url}/api/version`, { headers, signal, redirect: 'manual' })
}

const HUNG_UP = /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_)/
const NO_TLS = /^(?:ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)/
const CERTIFICATE = /CERT|SIGNATURE/

/** By the code that Node gives to a request that got no answer. */
function reasonOf(host: string, code: string): string {
  if (/^(?:ENOTFOUND|EAI_)/.test(code))
    return `No machine is known by the name of ${host}. Is it written right?`
  if (code === 'ECONNREFUSED') return `Nothing listens at ${host}. Is Ollama running there?`
  if (/^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/.test(code))
    return `No way leads to ${host}. Is it switched on?`
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return `${host} did not answer within ${PATIENCE_MS / 1_000} seconds.`
  if (NO_TLS.test(code)) return otherScheme(host, 'http')
  if (CERTIFICATE.test(code)) {
    return `The certificate of ${host} is refused (${code}). It must be valid for that name, and of an issuer that this machine trusts.`
  }
  return `${host} broke off without an answer (${code}).`
}

function saidInstead(host: string, status: number): string {
  if (status === 401) return `${host} wants a user and a password: write http://user:password@${host}.`
  if (status === 403) {
    return `${host} refuses (403). If it is Ollama, it is not meant to be asked by that name; if something stands before it, that lets nobody through.`
  }
  if (status >= 300 && status < 400) return `${host} sends us elsewhere (${status}), perhaps to sign in.`
  if (status >= 500)
    return `${host} answers, but what is behind it does not (${status}). Is Ollama running there?`
  return `${host} answers (${status}), but it is no Ollama. Is the port right? Ollama's is 11434.`
}

const otherScheme = (host: string, scheme: string): string =>
  `${host} speaks ${scheme}. Write ${scheme}://${host}.`

function isVersion(body: string): boolean {
  try {
    return typeof (JSON.parse(body) as { version?: unknown } | null)?.version === 'string'
  } catch {
    return false
  }
}

/** Whatever it then answers, and be it a certificate that nobody trusts. */
async function speaksTls(url: string): Promise<boolean> {
  try {
    await (await get(url.replace(/^http:/, 'https:'))).body?.cancel()
    return true
  } catch (error) {
    return CERTIFICATE.test(codeOf(error))
  }
}

/** A fetch that fails says only that; why is in its cause, or in the first of several. */
function codeOf(error: unknown): string {
  const { name, code, cause, errors } = error as {
    name?: string
    code?: unknown
    cause?: unknown
    errors?: unknown[]
  }
  if (name === 'TimeoutError') return 'ETIMEDOUT'
  if (typeof code === 'string' && code !== '') return code
  if (errors?.[0] !== undefined) return codeOf(errors[0])
  return cause === undefined || cause === null ? 'no reason given' : codeOf(cause)
}
