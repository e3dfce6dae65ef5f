/** The page in a real browser, with all of Burrow behind it. */

import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'page',
    include: ['*.test.ts'],
    globalSetup: ['../prepare.ts'],
    maxConcurrency: 20,
    sequence: { groupOrder: 1 },
    testTimeout: 30_000,
    hookTimeout: 90_000,
  },
})
