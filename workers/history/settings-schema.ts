/** What the owner may set of history: names, meanings, units, bounds, defaults. Read by history, and by whoever writes them down. */

import * as v from 'valibot'

const seconds = (most: number) =>
  v.pipe(
    v.string(),
    v.transform(Number),
    v.check(n => n > 0 && n <= most, `must be a number of seconds above 0, at most ${most}`),
    v.transform(n => n * 1_000)
  )

const upTo = (usual: number, most: number, unit: string, least = 1) =>
  v.pipe(
    v.optional(v.string(), `${usual}`),
    v.transform(Number),
    v.check(n => n >= least && n <= most, `must be a number of ${unit} from ${least} to ${most}`)
  )

/** Less is for a test. */
const LEAST_MB = 0.01

/** More than any plan of Cloudflare's keeps in one database. */
const MOST_MB = 10_000
const MOST_ROWS = 100_000_000

/** Bytes in a megabyte, as Cloudflare counts them. */
const MB = 1_000_000

export const Schema = v.object({
  STALL_SECONDS: v.pipe(
    v.optional(seconds(600), '60'),
    v.description('Seconds without a line, once an answer has begun, after which it counts as stalled.')
  ),
  RETRY_SECONDS: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.transform(list => list.split(',').map(Number)),
        v.check(
          list => list.length <= 20 && list.every(n => n >= 0 && n <= 600),
          'must be at most 20 numbers of seconds with commas between them, each at most 600'
        ),
        v.transform(list => list.map(n => n * 1_000))
      ),
      '1,2,4,8,15,30,60'
    ),
    v.description(
      'Seconds before each further try when an answer broke off, counted anew since text last came.'
    )
  ),
  LIVE_TABS: v.pipe(
    upTo(64, 1_000, 'tabs'),
    v.description('Tabs of one visitor that are told live what changes.')
  ),
  ANSWER_VIEWERS: v.pipe(
    upTo(64, 1_000, 'viewers'),
    v.description('Tabs and devices that one answer is streamed to while it is written.')
  ),
  VISITOR_CHATS: v.pipe(
    upTo(1_000, MOST_ROWS, 'chats'),
    v.description('Chats that are kept of one visitor.')
  ),
  VISITOR_MESSAGES: v.pipe(
    upTo(10_000, MOST_ROWS, 'messages'),
    v.description('Messages that are kept of one visitor, in all chats.')
  ),
  VISITOR_MB: v.pipe(
    upTo(10, MOST_MB, 'megabytes', LEAST_MB),
    v.transform(mb => mb * MB),
    v.description(
      'Megabytes that are kept of one visitor: of texts, and 500 bytes for each chat and message.'
    )
  ),
  SITE_CHATS: v.pipe(
    upTo(200_000, MOST_ROWS, 'chats'),
    v.description('Chats that are kept of all visitors together.')
  ),
  SITE_MESSAGES: v.pipe(
    upTo(1_000_000, MOST_ROWS, 'messages'),
    v.description('Messages that are kept of all visitors together.')
  ),
  SITE_MB: v.pipe(
    upTo(250, MOST_MB, 'megabytes', LEAST_MB),
    v.transform(mb => mb * MB),
    v.description(
      'Megabytes that are kept of all visitors together, counted in the same way: indexes and unused halves of pages make up to 1.6 times as much of them. A database of the Free plan takes 500, one of the Paid plan 10,000.'
    )
  ),
})
