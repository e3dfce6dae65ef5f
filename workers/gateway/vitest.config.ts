/** The gateway's unit tests run in plain Node: its parts against a `fetch` that is pretended. */

import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    name: 'gateway',
    include: ['**/*.test.ts'],
    // For what hangs; what is promised within a time says so itself.
    testTimeout: 60_000,
  },
})
