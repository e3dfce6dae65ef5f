/** Of the hosts that have a model, the one that is asked: by what is known of each at this moment. */

import type { Ledger } from '../ledger/ledger.ts'
import { choose } from './choose.ts'
import type { Found } from './found.ts'

export const bestOf = (found: readonly Found[], { leases }: Pick<Ledger, 'leases'>): Found | undefined =>
  choose(
    found.map(({ host, offer }) => ({
      host,
      offer,
      url: host.url,
      loaded: host.wasLoaded(offer.name),
      running: leases.filter(({ url, overAt }) => url === host.url && overAt === null).length,
      well: host.isWell,
    }))
  )
