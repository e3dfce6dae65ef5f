/**
 * The tests of the whole system: every Worker as it is configured, a browser, faults. One Burrow runs at a time, and
 * only after the tests of the rooms: what is timed here must not share the machine with them.
 */

import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'system',
    include: ['*.test.ts'],
    globalSetup: ['prepare.ts'],
    fileParallelism: false,
    maxConcurrency: 20,
    sequence: { groupOrder: 2 },
    testTimeout: 20_000,
    hookTimeout: 90_000,
  },
})
