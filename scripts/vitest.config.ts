/** What the project says of itself: its rules, seen at work. */

import { defineProject } from 'vitest/config'

export default defineProject({ test: { name: 'scripts', include: ['**/*.test.ts'] } })
