/**
 * The page in a real browser, with all of Burrow behind it. What is looked for here is what is shown, not how long it
 * takes, so two files run side by side; each has a Burrow of its own.
 */

import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'page',
    include: ['*.test.ts'],
    globalSetup: ['../prepare.ts'],
    maxWorkers: 2,
    maxConcurrency: 20,
    sequence: { groupOrder: 1 },
    testTimeout: 30_000,
    hookTimeout: 90_000,
  },
})
