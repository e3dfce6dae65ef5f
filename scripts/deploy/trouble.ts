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

/** By Cloudflare's own codes. */
const CURES: Record<number, string> = {
  9109: `Give the token the rights ${RIGHTS}, at dash.cloudflare.com/profile/api-tokens.`,
  10000: `Look whether the token is the right one and has the rights ${RIGHTS}, at dash.cloudflare.com/profile/api-tokens.`,
  10036: 'Choose another name for the workers.dev subdomain.',
  10063:
    'Register a workers.dev subdomain for the account; npm run deploy does it when it is run from its beginning.',
  10089: 'Enable Analytics Engine in the dashboard, or deploy with --no-metrics.',
  10143: 'A Worker that is bound does not exist: run npm run deploy without naming a part.',
  7404: 'The database has gone: run npm run deploy without naming a part.',
  8000007: 'The Pages project has gone: run npm run deploy without naming a part.',
}

/** What to do about one of Cloudflare's codes. */
export const cureOf = (code: number | undefined): string =>
  (code !== undefined && CURES[code]) || 'Look at what Cloudflare says above, and at cloudflarestatus.com.'

/** The code in what wrangler says, which drops it from its machine-readable output. */
export const codeIn = (said: string): number | undefined => {
  const [, code] = /\[code: (\d+)\]/.exec(said) ?? []
  return code === undefined ? undefined : Number(code)
}
