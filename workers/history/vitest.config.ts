/** History's tests run inside workerd, beside the real gateway as it would be deployed, which talks to the demo. */

import { join } from 'node:path'
import { defineProject } from 'vitest/config'
import { insideWorkerd } from '../../test/workerd.ts'

export default defineProject(async () => ({
  plugins: [await insideWorkerd({ name: 'history', demo: { rate: 60, loadMs: 600 } })],
  test: {
    name: 'history',
    include: ['**/*.test.ts'],
    exclude: ['test/waiting/**'],
    setupFiles: [join(import.meta.dirname, 'test', 'setup.ts')],
    testTimeout: 20_000,
  },
}))
