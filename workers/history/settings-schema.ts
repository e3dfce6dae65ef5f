/** What the owner may set of history: names, meanings, units, bounds, defaults. Read by history, and by whoever writes them down. */

import * as v from 'valibot'

const seconds = (most: number) =>
  v.pipe(
    v.string(),
    v.transform(Number),
    v.check(n => n > 0 && n <= most, `must be a number of seconds above 0, at most ${most}`),
    v.transform(n => n * 1_000)
  )

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
})
