/** What `GET /api/me` answers, as a schema. */

import * as v from 'valibot'
import type * as me from '../../protocol/me.ts'
import { exactly } from './exactly.ts'

const Share = v.object({
  used: v.pipe(v.number(), v.minValue(0)),
  most: v.pipe(v.nullable(v.number()), v.description('Null for no limit.')),
})

export const Me = exactly<me.Me>()(
  v.object({
    usage: v.object({
      boxSeconds: v.pipe(
        v.object({ ...Share.entries, until: v.pipe(v.number(), v.integer()) }),
        v.description('Of the box, today, which ends at `until`.')
      ),
      turnsThisMinute: v.pipe(Share, v.description('Questions within the last minute.')),
      chats: Share,
      messages: Share,
      bytes: v.pipe(Share, v.description('Of texts, and 500 for each chat and message.')),
    }),
  })
)
