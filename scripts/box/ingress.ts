/**
 * The tunnel's rules, read as cloudflared reads them (`ingress/ingress.go`, 2026.8), but stricter: a word that it does not
 * know is only a warning there, and a rule that is not what it seems lets in what it should not.
 */

import * as v from 'valibot'
import { parseDocument } from 'yaml'

const Seconds = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'must be a duration, for instance 5s'))

/** Options of a request to the origin. Those that Burrow's rules have no use for are known too: they are no mistake. */
const OriginRequest = v.strictObject({
  httpHostHeader: v.optional(v.string()),
  connectTimeout: v.optional(Seconds),
  tlsTimeout: v.optional(Seconds),
  tcpKeepAlive: v.optional(Seconds),
  keepAliveTimeout: v.optional(Seconds),
  keepAliveConnections: v.optional(v.number()),
  noHappyEyeballs: v.optional(v.boolean()),
  originServerName: v.optional(v.string()),
  matchSNItoHost: v.optional(v.boolean()),
  caPool: v.optional(v.string()),
  noTLSVerify: v.optional(v.boolean()),
  disableChunkedEncoding: v.optional(v.boolean()),
  http2Origin: v.optional(v.boolean()),
  bastionMode: v.optional(v.boolean()),
  proxyAddress: v.optional(v.string()),
  proxyPort: v.optional(v.number()),
  proxyType: v.optional(v.string()),
  ipRules: v.optional(v.array(v.unknown())),
  access: v.optional(
    v.pipe(
      v.strictObject({
        required: v.optional(v.boolean(), false),
        teamName: v.optional(v.string(), ''),
        audTag: v.optional(v.array(v.string()), []),
      }),
      v.check(
        ({ teamName, audTag }) => audTag.length === 0 || teamName !== '',
        'names an audTag and no teamName'
      )
    )
  ),
})

/** A host name, or `*`, or one that begins with `*.`; never a port. */
const Hostname = v.pipe(
  v.string(),
  v.regex(/^(\*|(\*\.)?[^*:/]+)$/, 'must be a name without a port, and * only as its first label')
)

/** What Go's regular expressions do not have. */
const NOT_RE2 = /\(\?[=!<]|\\[1-9]/

const Path = v.pipe(
  v.string(),
  v.check(path => {
    try {
      return !NOT_RE2.test(new RegExp(path, 'u').source)
    } catch {
      return false
    }
  }, 'must be a regular expression that Go has')
)

/** Where it is sent: an origin without a path, or one of cloudflared's own. */
const Service = v.pipe(
  v.string(),
  v.check(service => {
    if (/^(hello_world|bastion|socks-proxy)$/.test(service) || /^unix(\+tls)?:.+/.test(service)) return true
    const [, status] = /^http_status:(\d+)$/.exec(service) ?? []
    if (status !== undefined) return Number(status) >= 100 && Number(status) <= 999
    const url = URL.parse(service.replace(/^(ssh|rdp|smb|tcp):/, 'http:'))
    return (
      url !== null &&
      /^https?:$/.test(url.protocol) &&
      url.host !== '' &&
      url.pathname === '/' &&
      !service.endsWith('/')
    )
  }, 'must be an address without a path, for instance http://127.0.0.1:11434, or http_status:404')
)

const Rule = v.strictObject({
  hostname: v.optional(Hostname),
  path: v.optional(Path),
  service: Service,
  originRequest: v.optional(OriginRequest),
})
export type Rule = v.InferOutput<typeof Rule>

const isCatchAll = ({ hostname = '*', path = '' }: Rule) => hostname === '*' && path === ''

const Config = v.strictObject({
  tunnel: v.optional(v.string()),
  'credentials-file': v.optional(v.string()),
  protocol: v.optional(v.picklist(['quic', 'http2', 'auto'])),
  loglevel: v.optional(v.string()),
  metrics: v.optional(v.string()),
  'no-autoupdate': v.optional(v.boolean()),
  'grace-period': v.optional(Seconds),
  originRequest: v.optional(OriginRequest),
  ingress: v.pipe(
    v.array(Rule),
    v.minLength(1, 'has no rule'),
    v.check(rules => isCatchAll(rules.at(-1) ?? { service: '' }), 'must end with a rule for everything else'),
    v.check(rules => !rules.slice(0, -1).some(isCatchAll), 'has rules behind one that takes everything')
  ),
})

export interface Ingress {
  rules: Rule[]
  /** What is wrong, each in a sentence; with anything here nothing is promised of the rules. */
  wrong: string[]
}

/** Reads a `config.yml`. Never throws. */
export function readIngress(text: string): Ingress {
  const document = parseDocument(text)
  if (document.errors.length > 0) return { rules: [], wrong: document.errors.map(({ message }) => message) }
  const parsed = v.safeParse(Config, document.toJS())
  if (parsed.success) return { rules: parsed.output.ingress, wrong: [] }
  const wrong = parsed.issues.map(issue => {
    const where = v.getDotPath(issue) ?? 'the file'
    return issue.type === 'strict_object' && issue.expected === 'never'
      ? `${where} is not known to cloudflared.`
      : `${where} ${issue.message}.`
  })
  return { rules: [], wrong }
}

/** The rule that a request is answered by: the first whose host name and path match. Paths are matched as decoded. */
export const ruleFor = (rules: Rule[], hostname: string, path: string): Rule | undefined =>
  rules.find(
    rule => matchesHost(rule.hostname ?? '*', hostname) && new RegExp(rule.path ?? '', 'u').test(path)
  )

function matchesHost(pattern: string, hostname: string): boolean {
  if (pattern === '*') return true
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : pattern === hostname
}
