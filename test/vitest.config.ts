/**
 * The tests of the whole system: every Worker as it is configured, a browser, faults. Each file has a Burrow of its own,
 * and they come after the tests of the rooms.
 */

import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'system',
    include: ['*.test.ts'],
    globalSetup: ['prepare.ts'],
    maxConcurrency: 20,
    sequence: { groupOrder: 1 },
    // For what hangs; what is promised within a time says so itself.
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
})
