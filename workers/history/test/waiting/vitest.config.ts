/** A world in which one turn runs at a time, and all others wait. */

import { join } from 'node:path'
import { defineProject } from 'vitest/config'
import { insideWorkerd } from '../../../../test/workerd.ts'

export default defineProject(async () => ({
  plugins: [
    await insideWorkerd({
      name: 'waiting',
      demo: { rate: 60 },
      slots: 1,
      letGoSeconds: '60',
      // An answer that a test holds back is silent, and has not stalled.
      bindings: { STALL_SECONDS: '60' },
    }),
  ],
  test: {
    name: 'waiting',
    include: ['**/*.test.ts'],
    setupFiles: [join(import.meta.dirname, '..', 'setup.ts')],
    testTimeout: 20_000,
    // They share the box: one that puts it away would do so under the others.
    fileParallelism: false,
  },
}))
