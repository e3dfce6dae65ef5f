/** The owner's settings of how they are told, parsed. */

import type * as v from 'valibot'
import type { TELLING } from './settings-schema.ts'

type Parsed = { [Name in keyof typeof TELLING]: v.InferOutput<(typeof TELLING)[Name]> }

export interface Webhook {
  url: string
  /** Signs what is sent there; null where nothing does. */
  secret: string | null
}

export interface Mailbox {
  to: string
  from: string
}

export interface Telling {
  /** One of the two at least. */
  webhook: Webhook | null
  mailbox: Mailbox | null
  plan: 'free' | 'paid'
  /** Days after which a backup is old; 0 for never. */
  backupDays: number
}

/** Null where nobody is to be told. */
export function tellingOf(parsed: Parsed): Telling | null {
  const { TELL_URL: url, TELL_SECRET: secret, TELL_EMAIL: to, TELL_FROM: from } = parsed
  if (url === '' && to === '') return null
  return {
    webhook: url === '' ? null : { url, secret: secret || null },
    mailbox: to === '' ? null : { to, from },
    plan: parsed.TELL_PLAN,
    backupDays: parsed.TELL_BACKUP_DAYS,
  }
}
