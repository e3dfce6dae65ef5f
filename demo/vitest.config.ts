/** The demo's tests run in plain Node, against the demo over HTTP. */

import { defineProject } from 'vitest/config'

/** A busy machine may take long to let another process have its turn; a test that waits in vain fails all the same. */
const PATIENCE_MS = 10_000

export default defineProject({
  test: {
    name: 'demo',
    include: ['*.test.ts'],
    testTimeout: 2 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS } },
  },
})
