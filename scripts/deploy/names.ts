/** What the parts of a Burrow are called at Cloudflare. A stage is a second Burrow beside the first, with names of its own. */

import * as v from 'valibot'

export interface Names {
  /** The Pages project, which is the address, too. */
  pages: string
  gateway: string
  history: string
  database: string
  /** The tunnel, and what of Access stands before it. */
  box: string
  /** Of Analytics Engine; a query takes no hyphen in it. */
  dataset: string
}

export const PARTS = ['gateway', 'history', 'pages'] as const
export type Part = (typeof PARTS)[number]

/** What Cloudflare takes in a name; short enough for a host name with all that stands around it. */
export const Stage = v.pipe(
  v.string(),
  v.regex(
    /^([a-z][a-z0-9-]{0,19})?$/,
    'A stage has up to 20 small letters, digits and hyphens, a letter first.'
  )
)

export function namesOf(stage: string): Names {
  const base = stage === '' ? 'burrow' : `burrow-${stage}`
  return {
    pages: base,
    gateway: `${base}-gateway`,
    history: `${base}-history`,
    database: base,
    box: `${base}-box`,
    dataset: base.replaceAll('-', '_'),
  }
}
