/** What the live feed says, as a schema of protocol's. */

import * as v from 'valibot'
import type * as feed from '../../protocol/feed.ts'
import { ChatSummary, Message } from './answers.ts'
import { exactly } from './exactly.ts'

const { id: Id, status: Status } = Message.entries

export const FeedEvent = exactly<feed.FeedEvent>()(
  v.variant('type', [
    v.object({ type: v.literal('turn'), chat: ChatSummary, turn: Id, status: Status }),
    v.object({ type: v.literal('renamed'), id: Id, title: v.string() }),
    v.object({ type: v.literal('back') }),
    v.object({ type: v.literal('deleted'), id: Id }),
    v.object({ type: v.literal('came') }),
    v.object({ type: v.literal('forgotten') }),
  ])
)
