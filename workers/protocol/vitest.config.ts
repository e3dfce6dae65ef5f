/** The protocol is plain data and arithmetic: its tests run in Node. */

import { defineProject } from 'vitest/config'

export default defineProject({ test: { name: 'protocol', include: ['*.test.ts'] } })
