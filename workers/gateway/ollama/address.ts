/** An owner's address of an Ollama, as people write it: mended where it is plain what was meant. */

/** Where an Ollama is. */
export interface Address {
  /** Scheme, host and path, without a slash at its end and without credentials: it names the host, in caches and logs. */
  url: string
  /** The `Authorization` that the address's user and password make. */
  authorization?: string
}

/** Ollama's port, where an address without a scheme names none, as in `OLLAMA_HOST`. */
const PORT = '11434'

/** What people copy along from examples; Burrow knows the paths itself. */
const COPIED =
  /\/+(?:api(?:\/(?:chat|generate|tags|ps|show|version))?|v1(?:\/(?:chat\/completions|models))?)?\/*$/

/** Names and numbers of one's own network, where nobody speaks TLS. */
const NEAR =
  /^(?:localhost|[^.:]+|\d+\.\d+\.\d+\.\d+|\[.*\]|.*\.(?:local|lan|home|internal|localhost|home\.arpa))$/i

/** Without the quotes around all of it that came along from a shell or a file, which may have several lines. */
export const unquote = (text: string): string =>
  text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim()

/** The address that this text means; null where it means none. */
export function parseAddress(text: string): Address | null {
  const bare = unquote(text)
  const parsed = URL.parse(hasScheme(bare) ? bare : withScheme(bare))
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') return null
  if (parsed.search !== '' || parsed.hash !== '' || /\s/.test(bare)) return null
  const url = parsed.origin + parsed.pathname.replace(COPIED, '')
  if (parsed.username === '' && parsed.password === '') return { url }
  const authorization = basic(parsed)
  return authorization === null ? null : { url, authorization }
}

const hasScheme = (text: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(text)

/**
 * Plain http is for what is near. A public name without a port is a Tunnel's: without TLS the key to it would travel in
 * the open.
 */
function withScheme(text: string): string {
  const http = URL.parse(`http://${text}`)
  if (http === null) return text
  const port = /:\d+$/.test(text.replace(/\/.*$/, '').replace(/^.*@/, ''))
  if (!port && !NEAR.test(http.hostname)) return `https://${text}`
  if (!port) http.port = PORT
  return http.href
}

/** Basic authentication (RFC 7617), in UTF-8. */
function basic({ username, password }: URL): string | null {
  try {
    const pair = new TextEncoder().encode(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
    return `Basic ${btoa(String.fromCharCode(...pair))}`
  } catch {
    return null
  }
}
