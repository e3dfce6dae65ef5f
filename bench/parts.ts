/** What a hundred turns at the same moment wait for: a hundred requests that go a part of their way. */

import { setTimeout } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import type { Home } from './home.ts'
import { median, ms } from './numbers.ts'
import type { Row, Section } from './table.ts'
import { Visitor } from './visitor.ts'

const VISITORS = 100

/** Ways that go further and further, and what each adds to the one before. */
const PARTS: [string, (visitor: Visitor) => Promise<unknown>][] = [
  ['an unknown path: the page worker and the gateway', visitor => visitor.get('/api/nothing')],
  ['the list of chats: and cookie, history, D1', visitor => visitor.get('/api/chats')],
  [
    'an unknown chat: and a new Durable Object with its SQLite',
    visitor => visitor.get(`/api/chats/${uuid()}`),
  ],
]

export async function measureParts({ burrow }: Home, rounds: number): Promise<Section> {
  const visitors = Array.from({ length: VISITORS }, () => new Visitor(burrow.url))
  await Promise.all(visitors.map(visitor => visitor.arrive()))
  const rows: Row[] = []
  for (const [what, part] of PARTS) {
    const took: number[] = []
    for (let n = 0; n < rounds; n += 1) {
      const start = performance.now()
      await Promise.all(visitors.map(part))
      took.push(performance.now() - start)
      await setTimeout(200)
    }
    rows.push({ what, burrow: ms(median(took)) })
  }
  for (const visitor of visitors) visitor.leave()
  return {
    title: `Where the time of ${VISITORS} goes: until all are answered`,
    rows,
    notes: [
      `Medians of ${rounds}. Here one workerd plays every part, on one thread; the edge gives each object its own.`,
    ],
  }
}
