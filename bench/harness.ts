/** Both Workers once more, in a workerd of their own, with history's entry replaced by one that lets the bench in. */

import { createTestHarness, unstable_readConfig, type WorkerHandle } from 'wrangler'
import { at } from '../scripts/paths.ts'
import { QUIET } from '../scripts/run.ts'
import { hostsOf, LONGEST } from './home.ts'

export interface Harness {
  /** Of the gateway. */
  url: string
  history: WorkerHandle
  close(): Promise<void>
}

/** `entry` is a file of the bench that exports all that history does, `gateway` one of the other Worker; `flags` are V8's; `slots` the box's. */
export async function startHarness(
  demo: string,
  entry: string,
  flags: string[] = [],
  gateway?: string,
  slots?: number
): Promise<Harness> {
  // There is no other way to hand them to the runtime.
  Object.assign(process.env, QUIET, { MINIFLARE_WORKERD_V8_FLAGS: flags.join(' ') })
  const server = createTestHarness({
    root: at(),
    workers: [
      {
        ...(gateway === undefined
          ? { configPath: at('workers', 'gateway', 'wrangler.toml') }
          : { config: gatewayWith(gateway) }),
        vars: { ANSWER_TOKENS: `${LONGEST}` },
        secrets: {
          OLLAMA_URL: '',
          OLLAMA_HOSTS: hostsOf(demo, slots),
          COOKIE_SECRET: 'a secret of the bench and of no other',
          ACCESS_CLIENT_ID: '',
          ACCESS_CLIENT_SECRET: '',
          TURNSTILE_SECRET: '',
        },
      },
      { config: historyWith(entry) },
    ],
  })
  const { url } = await server.listen()
  const history = server.getWorker('burrow-history')
  await history.applyD1Migrations('DB')
  return { url: url.origin, history, close: () => server.close() }
}

/** Seconds before each further try of an answer that broke off, as an owner gets them. */
export const retrySeconds = (): number[] =>
  String(historyConfig().vars['RETRY_SECONDS']).split(',').map(Number)

const historyConfig = () => unstable_readConfig({ config: at('workers', 'history', 'wrangler.toml') })

/** The gateway's own configuration, with another entry. */
function gatewayWith(entry: string) {
  const { name, compatibility_date, vars, services, durable_objects, migrations } = unstable_readConfig({
    config: at('workers', 'gateway', 'wrangler.toml'),
  })
  const date = compatibility_date ? { compatibility_date } : {}
  return { name, vars, services, durable_objects, migrations, main: at('bench', entry), ...date }
}

/** History's own configuration, with another entry. */
function historyWith(entry: string) {
  const { name, compatibility_date, vars, services, durable_objects, migrations, d1_databases } =
    historyConfig()
  return {
    name,
    vars,
    services,
    durable_objects,
    migrations,
    main: at('bench', entry),
    ...(compatibility_date ? { compatibility_date } : {}),
    // Paths of an inline configuration begin at the root.
    d1_databases: d1_databases.map((one: { binding: string }) => ({
      ...one,
      migrations_dir: at('migrations'),
    })),
  }
}
