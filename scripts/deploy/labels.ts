/** What a deployment is called at Cloudflare: which Burrow it is, and of which commit it was made. */

import { commit, type Deployable, versionOf } from '../version.ts'

export interface Label {
  /** `0.1.0+3f2a9c1`; null where it does not say. */
  version: string | null
  /** Of the checkout that it was first uploaded from; `-dirty` behind it where that had changes of its own. */
  commit: string | null
}

/** `Burrow 0.1.0+3f2a9c1 of e670891`, without its end where there is no git. */
export function messageOf(part: Deployable): string {
  const of = commit()
  return `Burrow ${versionOf(part)}${of === null ? '' : ` of ${of}`}`
}

export function labelOf(message: string | null): Label {
  const [, version = null, made = null] = /^Burrow (\S+)(?: of (\S+))?/.exec(message ?? '') ?? []
  return { version, commit: made }
}
