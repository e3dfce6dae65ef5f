import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      'workers/*/vitest.config.ts',
      'workers/history/test/waiting/vitest.config.ts',
      'demo/vitest.config.ts',
      'pages/vitest.config.ts',
      'scripts/vitest.config.ts',
      'test/page/vitest.config.ts',
      'test/vitest.config.ts',
      'test/soak/vitest.config.ts',
    ],
  },
})
