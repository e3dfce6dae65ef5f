/**
 * Every test file begins with an empty D1 that has run the migrations. Running them twice is harmless. The line that each
 * turn has in the log would bury what the tests say.
 */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'

vi.spyOn(console, 'info').mockImplementation(() => {})
await applyD1Migrations(env.DB, env.MIGRATIONS)
