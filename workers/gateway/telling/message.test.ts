/** What is sent to a webhook: its form, its size, its signature. */

import { describe, it } from 'vitest'
import { messageOf, sign } from './message.ts'
import type { News, Subject } from './rules.ts'
import { noticeOf } from './words.ts'

/** All that there is, at its longest. */
const ALL: Subject[] = [
  'box',
  'backup',
  'requests',
  'object calls',
  'object seconds',
  'object rows',
  'd1 rows',
  'd1 bytes',
]

const NOW = Date.UTC(2026, 10, 27, 9)

const news = (subject: Subject): News => ({
  subject,
  bad: true,
  since: 0,
  before: 0,
  code: 'upstream_auth',
  used: 9e9,
  limit: 10e9,
})

describe('what is sent', () => {
  it('fits what takes it, however much there is to tell', ({ expect }) => {
    const message = messageOf(
      ALL.map(subject => noticeOf(news(subject), NOW)),
      NOW
    )
    expect(message.content.length).toBeLessThanOrEqual(2_000)
    expect(JSON.stringify(message).length).toBeLessThan(8_000)
    expect(message.events.map(({ event }) => event)).toEqual([
      'box_gone',
      'backup_old',
      ...Array.from({ length: 6 }, () => 'limit_near'),
    ])
    expect(message.at).toBe('2026-11-27T09:00:00.000Z')
  })

  it('is signed as GitHub signs', async ({ expect }) => {
    // The example of GitHub's documentation.
    expect(await sign("It's a Secret to Everybody", 'Hello, World!')).toBe(
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    )
  })
})
