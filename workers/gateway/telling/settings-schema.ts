/** What the owner may set of how they are told what they should know. */

import * as v from 'valibot'
import { Text, within } from '../setting-kinds.ts'
import type { About } from '../settings-schema.ts'

/** Characters of a key that nobody guesses: 128 bits in hexadecimal digits. */
const KEY_CHARS = 32

/** Characters of an address; those of services that take webhooks have some two hundred. */
const URL_CHARS = 2_000

/** An address as `URL` writes it; null where it is none that a message may go to, empty where it is empty. */
function webhookOf(text: string): string | null {
  if (text === '') return ''
  const parsed = URL.parse(text)
  if (parsed === null || text.length > URL_CHARS) return null
  // `fetch` takes none.
  if (parsed.username !== '' || parsed.password !== '') return null
  const near = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(parsed.hostname)
  return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && near) ? parsed.href : null
}

/** Enough to find what is no address; whether one is read by anybody nobody can tell. */
const EMail = v.pipe(
  Text,
  v.check(
    text => text === '' || /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}$/.test(text),
    'must be an e-mail address, or empty'
  )
)

export const TELLING = {
  TELL_URL: v.pipe(
    Text,
    v.transform(webhookOf),
    v.string('must be an https address without a user and a password in it, or empty'),
    v.description(
      'A webhook, to which is told when the box goes and comes back, when a limit of the plan is near, and when backups are old ([operations.md](operations.md#being-told)). Empty: nobody is told.'
    ),
    v.metadata({ secret: true } satisfies About)
  ),
  TELL_SECRET: v.pipe(
    Text,
    v.check(
      text => text === '' || text.length >= KEY_CHARS,
      `must be a random text of at least ${KEY_CHARS} characters, or empty`
    ),
    v.description(
      'Signs what is sent to TELL_URL, so that its receiver can tell it from what others send. Empty: it is not signed.'
    ),
    v.metadata({ secret: true } satisfies About)
  ),
  TELL_EMAIL: v.pipe(
    EMail,
    v.description(
      'Where the same is told by e-mail: an address that Email Routing of the account has verified. Empty: none is sent.'
    )
  ),
  TELL_FROM: v.pipe(
    EMail,
    v.description('From whom it comes: an address of a domain of the account that has Email Routing.')
  ),
  TELL_PLAN: v.pipe(
    Text,
    v.toLowerCase(),
    v.picklist(['', 'free', 'paid'], 'must be free or paid'),
    v.transform(plan => plan || 'free'),
    v.description(
      'Cloudflare’s plan, whose limits are told before they are reached: “free”, or “paid”, of which only the size of D1 is one. Empty: free.'
    )
  ),
  TELL_BACKUP_DAYS: v.pipe(
    within(14, 0, 3_650, 'days'),
    v.description('Days after which the last `npm run backup` counts as old, and is told. 0: never.')
  ),
}
