/** Where things are, from the root of the project. */

import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')
export const at = (...parts: string[]): string => join(ROOT, ...parts)

/** A tool of this project, run by the Node that runs this. */
export const tool = (name: string): string[] => [
  process.execPath,
  at('node_modules', ...TOOLS[name as keyof typeof TOOLS]),
]

const TOOLS = {
  wrangler: ['wrangler', 'bin', 'wrangler.js'],
  vite: ['vite', 'bin', 'vite.js'],
} as const
