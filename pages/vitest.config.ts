/** The page's own tests run in plain Node, and start a browser where they need one. */
import { defineProject } from 'vitest/config'

export default defineProject({
  test: { name: 'pages', include: ['src/**/*.test.ts'], testTimeout: 20_000 },
})
