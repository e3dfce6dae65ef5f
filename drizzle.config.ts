/** Makes `migrations/` from the schema: `npm run migrate`. */

import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: 'workers/history/schema.ts',
  out: 'migrations',
})
