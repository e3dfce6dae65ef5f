/** What stops a deployment, in words for the person who sits in front of it. */

/** It cannot go on: what is the matter, and the one thing to do. */
export class Trouble extends Error {
  override name = 'Trouble'
  readonly cure: string

  constructor(what: string, cure: string) {
    super(what)
    this.cure = cure
  }
}

/** The rights that a token needs for all of a deployment. */
export const RIGHTS = 'Account Settings: Read, Workers Scripts: Edit, D1: Edit, Cloudflare Pages: Edit'

/** Those that it needs besides for the way to the box. */
export const TUNNEL_RIGHTS =
  'Zone: Read, DNS: Edit, Cloudflare Tunnel: Edit, Access: Apps and Policies: Edit, Access: Service Tokens: Edit, Access: Organizations, Identity Providers, and Groups: Read'

/** Where rights are given. */
export const TOKENS = 'dash.cloudflare.com/profile/api-tokens'

/** What only the way to the box is asked of. */
const TUNNEL_PATH = /\/(zones|cfd_tunnel|access)\b/

/** What Cloudflare says to a token that is unknown, or that has not the right. */
const NOT_ALLOWED = new Set([9109, 10000])

/** By Cloudflare's own codes. */
const CURES: Record<number, string> = {
  10036: 'Choose another name for the workers.dev subdomain.',
  10063:
    'Register a workers.dev subdomain for the account; npm run deploy does it when it is run from its beginning.',
  10089: 'Enable Analytics Engine in the dashboard, or deploy with --no-metrics.',
  10143: 'A Worker that is bound does not exist: run npm run deploy without naming a part.',
  7404: 'The database has gone: run npm run deploy without naming a part.',
  8000007: 'The Pages project has gone: run npm run deploy without naming a part.',
}

/** What to do about one of Cloudflare's codes; `path` is that of the call, where it is known. */
export function cureOf(code: number | undefined, path = ''): string {
  if (code !== undefined && NOT_ALLOWED.has(code)) {
    const rights = TUNNEL_PATH.test(path) ? `${RIGHTS}; for --tunnel also ${TUNNEL_RIGHTS}` : RIGHTS
    return `Look whether the token is the right one and has the rights ${rights}, at ${TOKENS}.`
  }
  return (
    (code !== undefined && CURES[code]) || 'Look at what Cloudflare says above, and at cloudflarestatus.com.'
  )
}

/** The code in what wrangler says, which drops it from its machine-readable output. */
export const codeIn = (said: string): number | undefined => {
  const [, code] = /\[code: (\d+)\]/.exec(said) ?? []
  return code === undefined ? undefined : Number(code)
}
