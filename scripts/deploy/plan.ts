/**
 * The steps of a deployment, in the order in which each finds what it needs: what a step makes is there already where it
 * was run before, and then it does nothing.
 */

import * as v from 'valibot'
import { at } from '../paths.ts'
import type { Api } from './cloudflare.ts'
import { scratchOf, writeConfigs } from './configs.ts'
import { messageOf } from './labels.ts'
import { migrations } from './migrations.ts'
import type { Names } from './names.ts'
import type { Chosen } from './settings.ts'
import type { Step } from './step.ts'
import type { Survey } from './survey.ts'
import { filesIn, tagOf } from './tags.ts'
import type { Telling } from './telling.ts'
import { type Along, NOTHING, upload, type Way } from './upload.ts'
import type { Wrangler } from './wrangler.ts'

export interface Ground {
  api: Api
  wrangler: Wrangler
  account: string
  names: Names
  found: Survey
  chosen: Chosen
  /** To the box, where it is made along with the rest. */
  way: Way | null
  /** Send the figures of turns to Analytics Engine. */
  metrics: boolean
  telling: Telling
  /** The workers.dev subdomain to register where there is none. */
  subdomain: string
}

const Database = v.object({ uuid: v.string() })
const Project = v.object({ subdomain: v.string() })

/** Production, whatever branch is checked out here. */
const BRANCH = 'main'

/** `address` is known once the steps were taken. */
export function plan(ground: Ground): { steps: Step[]; address(): string } {
  const { api, wrangler, account, names, found, chosen, way, metrics, telling, subdomain } = ground
  const of = (path: string) => `/accounts/${account}${path}`
  let database = found.database
  let address = found.project?.address ?? `https://${names.pages}.pages.dev`
  const configs = () =>
    writeConfigs({ names, databaseId: database ?? '', vars: chosen.vars, metrics, telling })

  const worker = (part: 'gateway' | 'history', along: Along): Step => {
    const { stands, secrets, act } = upload({ part, account, names, live: found[part], along })
    return {
      name: part,
      part,
      stands: stands ? `stands as it is, version ${found[part]?.version}` : null,
      would: `upload ${[names[part], ...secrets].join(', ')}`,
      act: async () => {
        await act(wrangler, configs()[part])
        return `${names[part]} uploaded`
      },
    }
  }

  const { before, behind } = migrations({
    folder: at('migrations'),
    pending: found.pending,
    database: names.database,
    databaseId: () => database ?? '',
    scratch: scratchOf(names),
    wrangler,
  })
  const site = tagOf(...filesIn(at('pages', 'dist')), names)
  const steps: Step[] = [
    {
      name: 'workers.dev',
      part: 'gateway',
      stands: found.subdomain && `${found.subdomain}.workers.dev`,
      would: `register ${subdomain}.workers.dev`,
      act: async () => {
        await api.send('PUT', of('/workers/subdomain'), { subdomain }, v.unknown())
        return `${subdomain}.workers.dev registered`
      },
    },
    {
      name: 'database',
      part: 'history',
      stands: found.database && `${names.database} is there`,
      would: `create the D1 database ${names.database}`,
      act: async () => {
        database = (await api.send('POST', of('/d1/database'), { name: names.database }, Database)).uuid
        return `${names.database} created`
      },
    },
    before,
    {
      name: 'bootstrap',
      part: 'history',
      // In the place of a live gateway it would answer nobody.
      stands: found.gateway && 'not needed: there is a gateway',
      would: `upload ${names.gateway} in name only, for history to bind`,
      act: async () => {
        await wrangler('deploy', '-c', configs().bootstrap)
        return `${names.gateway} is there in name`
      },
    },
    worker('history', { ...NOTHING, metrics }),
    worker('gateway', { ...chosen, way, anew: telling.rings !== found.rings }),
    {
      name: 'project',
      part: 'pages',
      stands: found.project && found.project.address,
      would: `create the Pages project ${names.pages}`,
      act: async () => {
        const body = { name: names.pages, production_branch: BRANCH }
        address = `https://${(await api.send('POST', of('/pages/projects'), body, Project)).subdomain}`
        return `${names.pages} created, at ${address}`
      },
    },
    {
      name: 'page',
      part: 'pages',
      stands: found.project?.live?.tag === site ? 'stands as it is' : null,
      would: `upload the page to ${names.pages}`,
      act: async () => {
        const to = ['--cwd', configs().pagesFolder, '--branch', BRANCH, '--commit-dirty=true']
        await wrangler('pages', 'deploy', ...to, '--commit-message', `${messageOf('page')} ${site}`)
        return 'uploaded'
      },
    },
    behind,
  ]
  return { steps, address: () => address }
}
