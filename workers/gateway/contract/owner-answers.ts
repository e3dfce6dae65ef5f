/** What Burrow answers its owner, as schemas of protocol's nouns. */

import * as v from 'valibot'
import type * as owner from '../../protocol/owner.ts'
import { exactly } from './exactly.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Amount = v.pipe(v.number(), v.minValue(0))
const may = v.exactOptional

const Limits = v.object({
  turnsAMinute: Count,
  boxMinutes: Amount,
  addressBoxMinutes: Amount,
  newVisitorsAnHour: Count,
})

const Host = v.object({
  name: v.string(),
  state: v.picklist(['ready', 'loading', 'offline', 'misconfigured']),
  problem: may(v.string()),
  since: may(Count),
  answering: Count,
  slots: Count,
  loaded: v.array(v.object({ name: v.string(), bytes: Amount })),
  rate: may(Amount),
  answersInMs: may(Amount),
})

const Turn = v.object({
  turn: v.string(),
  who: may(v.string()),
  model: v.string(),
  isProgram: v.boolean(),
  state: v.picklist(['answering', 'waiting', 'until-back']),
  since: Count,
  place: may(Count),
})

const Day = v.object({
  day: Count,
  visitors: Count,
  turns: Count,
  failed: Count,
  boxSeconds: Count,
  longestWaitSeconds: Count,
})

const Visitor = v.object({
  who: v.string(),
  turns: Count,
  boxSeconds: Count,
  blockedAt: v.nullable(Count),
})

export const OwnerView = exactly<owner.OwnerView>()(
  v.object({
    now: Count,
    hosts: v.array(Host),
    turns: v.array(Turn),
    days: v.array(Day),
    visitors: v.array(Visitor),
    models: v.array(v.object({ name: v.string(), offered: v.boolean() })),
    settings: v.object({
      paused: v.nullable(v.object({ message: v.string() })),
      welcome: v.string(),
      limits: v.object({
        turnsAMinute: may(Count),
        boxMinutes: may(Amount),
        addressBoxMinutes: may(Amount),
        newVisitorsAnHour: may(Count),
      }),
    }),
    configured: Limits,
    changes: v.array(v.object({ at: Count, by: v.string(), what: v.string() })),
  })
)
