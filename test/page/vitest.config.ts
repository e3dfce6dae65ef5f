/** The page in a real browser, with all of Burrow behind it. */

import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'page',
    include: ['*.test.ts'],
    globalSetup: ['../prepare.ts'],
    maxConcurrency: 20,
    sequence: { groupOrder: 1 },
    // For what hangs; what is promised within a time says so itself.
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
})
