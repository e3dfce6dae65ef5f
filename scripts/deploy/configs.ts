/**
 * The configurations that wrangler deploys by: those of the rooms, with the names of the stage, the database that was
 * found, and the owner's settings in place of the defaults. Written beside everything else that git ignores.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { experimental_readRawConfig } from 'wrangler'
import { BUILT, definesOf } from '../build.ts'
import { at } from '../paths.ts'
import type { Names } from './names.ts'
import { SETTINGS } from './settings.ts'
import { boundTo, type Telling } from './telling.ts'

export interface Facts {
  names: Names
  databaseId: string
  /** Variables of the gateway that are not left at their defaults. */
  vars: Record<string, string>
  /** Bind a dataset of Analytics Engine to history. */
  metrics: boolean
  telling: Telling
}

/** Paths of what was written, for `wrangler -c`; for Pages the folder that it must be run in. */
export interface Configs {
  bootstrap: string
  gateway: string
  history: string
  pagesFolder: string
}

/** Where all that is made for a deployment is written. */
export const scratchOf = (names: Names): string => at('.cache', 'deploy', names.pages)

type Raw = Record<string, unknown>

export function writeConfigs({ names, databaseId, vars, metrics, telling }: Facts): Configs {
  const folder = scratchOf(names)
  const write = (file: string, config: Raw) => {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`)
    return path
  }
  const renamed = renames(names)
  const required = SETTINGS.filter(({ secret, optional }) => secret && !optional).map(({ name }) => name)
  const plain = worker('gateway', renamed)
  const gateway: Raw = { ...plain, ...boundTo(telling, plain['triggers']), vars, secrets: { required } }
  const history = {
    ...worker('history', renamed),
    d1_databases: [
      {
        binding: 'DB',
        database_name: names.database,
        database_id: databaseId,
        migrations_dir: at('migrations'),
      },
    ],
    // Only where it is asked for: an account that has not enabled Analytics Engine refuses all of the Worker.
    ...(metrics && { analytics_engine_datasets: [{ binding: 'METRICS', dataset: names.dataset }] }),
  }
  const pages = raw(BUILT.page.config)
  const pagesFolder = join(folder, 'pages')
  return {
    gateway: write('gateway.json', gateway),
    history: write('history.json', history),
    bootstrap: write('bootstrap.json', {
      name: names.gateway,
      main: at('workers', 'gateway', 'bootstrap.ts'),
      compatibility_date: gateway['compatibility_date'],
      workers_dev: false,
      preview_urls: false,
    }),
    pagesFolder: dirname(
      write('pages/wrangler.json', {
        ...pages,
        name: names.pages,
        services: bound(pages, renamed),
        pages_build_output_dir: relative(pagesFolder, at('pages', 'dist')),
      })
    ),
  }
}

const raw = (config: string) => experimental_readRawConfig({ config }).rawConfig as Raw

/** As its wrangler.toml says, from wherever it is read. */
function worker(name: 'gateway' | 'history', renamed: (name: string) => string): Raw {
  const { config } = BUILT[name]
  const found = raw(config)
  return {
    ...found,
    name: renamed(`${found['name']}`),
    main: join(dirname(config), `${found['main']}`),
    define: definesOf(name),
    services: bound(found, renamed),
  }
}

const bound = ({ services = [] }: Raw, renamed: (name: string) => string) =>
  (services as { service: string }[]).map(one => ({ ...one, service: renamed(one.service) }))

const renames =
  ({ gateway, history }: Names) =>
  (name: string): string =>
    ({ 'burrow-gateway': gateway, 'burrow-history': history })[name] ?? name
