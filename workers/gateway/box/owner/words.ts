/** What an owner has changed, in a sentence each. Nothing of what people ask is in any of them. */

import type { OwnerChanges, OwnerLimits } from '../../../protocol/owner.ts'
import type { State } from './rules.ts'

const LIMITS: Record<keyof OwnerLimits, string> = {
  turnsAMinute: 'questions a minute',
  boxMinutes: 'minutes of the box a day',
  addressBoxMinutes: 'minutes of the box a day for an address',
  newVisitorsAnHour: 'new visitors an hour from an address',
}

export const NAMES = ['turnsAMinute', 'boxMinutes', 'addressBoxMinutes', 'newVisitorsAnHour'] as const

export const BECAME = 'Became an owner by the code.'

export const ended = (who: string | undefined): string =>
  who === undefined ? 'Ended a turn.' : `Ended a turn of ${who}.`

export const blocked = (who: string, address: boolean): string =>
  address ? `Blocked ${who}, and for today whoever is new from their address.` : `Blocked ${who}.`

export const unblocked = (who: string): string => `Let ${who} ask again.`

export const erased = (who: string): string => `Deleted all that was ${who}’s.`

/** What these changes would make different; none where all of it is so already. */
export function changed(
  before: Pick<State, 'paused' | 'welcome' | 'off' | 'limits'>,
  { paused, welcome, models = {}, limits = {} }: OwnerChanges
): string[] {
  return [
    ...(paused === undefined || paused?.message === before.paused?.message ? [] : [pause(paused)]),
    ...(welcome === undefined || welcome === before.welcome ? [] : [greet(welcome)]),
    ...Object.entries(models)
      .filter(([name, offered]) => offered === before.off.includes(name))
      .map(([name, offered]) => `Turned ${name} ${offered ? 'on' : 'off'}.`),
    ...NAMES.flatMap(name => {
      const value = limits[name]
      if (value === undefined || (value ?? undefined) === before.limits[name]) return []
      return value === null
        ? `Took back what was set for ${LIMITS[name]}.`
        : `Set ${LIMITS[name]} to ${value}.`
    }),
  ]
}

const pause = (paused: OwnerChanges['paused']): string =>
  paused ? `Paused the public${quoted(paused.message)}.` : 'Let the public ask again.'

const greet = (welcome: string): string =>
  welcome === '' ? 'Took the welcome away.' : `Set the welcome${quoted(welcome)}.`

const quoted = (text: string): string => (text === '' ? '' : ` to say “${text}”`)
