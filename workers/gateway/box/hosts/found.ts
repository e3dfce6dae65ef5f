/** Where a model was found: the hosts that offer it, and as what. */

import type { Offer } from '../../ollama/offer.ts'
import type { Offering } from './hosts.ts'
import type { KnownHost } from './known-host.ts'

export interface Found {
  host: KnownHost
  offer: Offer
}

export const foundIn = (offerings: readonly Offering[], model: string): Found[] =>
  offerings.flatMap(({ host, offered }) => {
    const offer = offered.ok ? offered.value.find(({ name }) => name === model) : undefined
    return offer === undefined ? [] : [{ host, offer }]
  })

/** Why it was found nowhere, though all said what they offer. */
export const missing = (offerings: readonly Offering[]): 'no_models' | 'not_allowed' =>
  offerings.every(({ offered }) => offered.ok && offered.value.length === 0) ? 'no_models' : 'not_allowed'
