/** Real D1s, in workerd. */

import type { D1Database } from '@cloudflare/workers-types'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'

export interface D1s {
  /** Another one that is empty. */
  next(): Promise<D1Database>
  close(): Promise<void>
}

/** As many as the tests of a file may need. */
export async function startD1s(count: number): Promise<D1s> {
  const names = Array.from({ length: count }, (_, n) => `DB${n}`)
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default {}',
      compatibilityDate: '2026-10-23',
      d1Databases: Object.fromEntries(names.map(name => [name, name])),
    })
  )
  await runtime.ready
  return {
    async next() {
      const name = names.shift()
      if (name === undefined) throw new Error(`There are only ${count} D1s`)
      // Miniflare has types of its own for what the platform calls by this name.
      return (await runtime.getD1Database(name)) as unknown as D1Database
    },
    close: () => runtime.dispose(),
  }
}
