/** What the owner does, on the view as it will be once Burrow has done it. */

import type { OwnerChanges, OwnerLimits } from '../../../../workers/protocol/owner.ts'
import { changeOwner } from '../../wire/owner.ts'
import { change, type Deed } from './view.ts'

/** Settings: what is absent stays. */
export const withChanges =
  ({ paused, welcome, models = {}, limits = {} }: OwnerChanges): Deed =>
  view => ({
    ...view,
    models: view.models.map(model => ({ ...model, offered: models[model.name] ?? model.offered })),
    settings: {
      paused: paused === undefined ? view.settings.paused : paused,
      welcome: welcome ?? view.settings.welcome,
      limits: limitsOf({ ...view.settings.limits, ...limits }),
    },
  })

function limitsOf(all: NonNullable<OwnerChanges['limits']>): Partial<OwnerLimits> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => typeof value === 'number'))
}

/** What is ended at Burrow leaves the queue here, and all behind it moves up. */
export const withoutTurn =
  (turn: string): Deed =>
  view => {
    const gone = view.turns.find(each => each.turn === turn)?.place
    const turns = view.turns.filter(each => each.turn !== turn)
    return {
      ...view,
      turns: turns.map(each =>
        gone !== undefined && each.place !== undefined && each.place > gone
          ? { ...each, place: each.place - 1 }
          : each
      ),
    }
  }

/** `at`: since when, by Burrow's clock; null to let them ask again. */
export const withBlocked =
  (who: string, at: number | null): Deed =>
  view => ({
    ...view,
    visitors: view.visitors.map(each => (each.who === who ? { ...each, blockedAt: at } : each)),
  })

/** Changes settings. Answers whether that was done. */
export const set = (changes: OwnerChanges): Promise<boolean> =>
  change(withChanges(changes), () => changeOwner(changes))
