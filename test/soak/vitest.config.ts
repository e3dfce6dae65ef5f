/**
 * The fault suite runs inside workerd, where a session can be killed and D1 broken. Which seeds: `SEED` one, `SEEDS` so
 * many fresh ones, `MINUTES` fresh ones until then; without any of them a fixed range and two fresh ones.
 */

import { join } from 'node:path'
import { defineProject } from 'vitest/config'
import { at } from '../../scripts/paths.ts'
import { insideWorkerd } from '../workerd.ts'

const { SEED = '', SEEDS = '', MINUTES = '' } = process.env

export default defineProject(async () => ({
  plugins: [
    await insideWorkerd({
      name: 'soak',
      demo: { rate: 150, slots: 8 },
      letGoSeconds: '2',
      // Fewer than ask, so that turns wait; and two, so that one may be chosen. Both are the demo, by two names.
      hosts: url => [
        { name: 'one', url, slots: 4, resident: 64 },
        { name: 'two', url: url.replace('127.0.0.1', 'localhost'), slots: 2, resident: 64 },
      ],
      bindings: { SEED, SEEDS, MINUTES },
    }),
  ],
  test: {
    name: 'soak',
    include: [join(import.meta.dirname, '*.test.ts')],
    setupFiles: [at('workers', 'history', 'test', 'setup.ts')],
    // Behind all others: what is timed there must not share the machine with this.
    sequence: { groupOrder: 2 },
    testTimeout: 24 * 3_600_000,
    // For this alone: nothing is repeated of where a line came from.
    onConsoleLog: (log: string) => {
      process.stdout.write(log)
      return false
    },
  },
}))
