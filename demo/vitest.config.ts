/** The demo's tests run in plain Node, against the demo over HTTP. */

import { defineProject } from 'vitest/config'

export default defineProject({ test: { name: 'demo', include: ['*.test.ts'] } })
