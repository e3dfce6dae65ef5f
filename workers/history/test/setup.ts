/** Every test file begins with an empty D1 that has run the migrations. Running them twice is harmless. */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

await applyD1Migrations(env.DB, env.MIGRATIONS)
