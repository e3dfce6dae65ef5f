/** A deployment from beginning to end: look, ask, do, call what was made. */

import { build } from '../build.ts'
import { type Found, findAccount } from './account.ts'
import { type Asker, onlooker } from './asker.ts'
import { callAll } from './calls.ts'
import { type Names, namesOf, type Part } from './names.ts'
import { note } from './note.ts'
import { plan } from './plan.ts'
import { type Chosen, choose, SETTINGS } from './settings.ts'
import type { Step } from './step.ts'
import { tellingOf } from './telling.ts'
import { type Survey, survey } from './survey.ts'
import { RIGHTS, TOKENS, Trouble, TUNNEL_RIGHTS } from './trouble.ts'
import { planTunnel } from './tunnel.ts'
import { WAY } from './upload.ts'

export interface Options {
  /** The only part to deploy; undefined for all of it. */
  only: Part | undefined
  /** The name of a second Burrow; empty for the first. */
  stage: string
  /** The host name of the box, whose tunnel is made too; undefined where the owner sees to it. */
  host: string | undefined
  /** Only show what would be done. */
  dry: boolean
  /** Call what was made. */
  check: boolean
  /** Whether to send figures to Analytics Engine; undefined as before. */
  metrics: boolean | undefined
  asker: Asker
}

/** Answers whether all is well; `done` names the steps as they are done. Throws `Trouble` where it cannot go on. */
export async function deploy(options: Options, done: string[]): Promise<boolean> {
  const { only, stage, host, dry, check, metrics, asker } = options
  const names = namesOf(stage)
  if (host !== undefined) mustHaveToken()
  const { account, api, wrangler, noted } = await findAccount(stage, asker)
  say('·', 'account', account.name)
  const [found, tunnel] = await Promise.all([
    survey(api, account.id, names),
    host === undefined ? null : planTunnel({ api, account, names, host }, stage),
    build(),
  ])
  const who = dry ? onlooker(name => say('?', 'asks for', name)) : asker
  const chosen = await settled(options, found, noted?.skipped ?? [], who)
  for (const { name, why } of chosen.unused) say('·', name, why)
  const subdomain = only === undefined && found.subdomain === null ? await newSubdomain(who) : ''

  const ground = {
    api,
    wrangler,
    account: account.id,
    names,
    found,
    chosen,
    way: tunnel?.way ?? null,
    metrics: metrics ?? found.metrics,
    telling: tellingOf(chosen, found.settings),
    subdomain,
  }
  const { steps, address } = plan(ground)
  for (const step of [...(tunnel?.steps ?? []), ...steps])
    if (only === undefined || step.part === only) await take(step, dry, done)
  if (dry) return true

  note(stage, { account: account.id, address: address(), skipped: chosen.skipped })
  const well =
    !check ||
    (await callAll(address(), ({ what, wrong }) =>
      say(wrong === null ? '✓' : '✗', 'called', wrong === null ? what : `${what}: ${wrong}`)
    ))
  await report({ account, api }, names, found, address())
  if (tunnel !== null && tunnel.left !== null) console.log(tunnel.left)
  return well
}

/** `·` stands already, `✓` was done, `+` would be, `?` would be asked for, `✗` is wrong. */
type Sign = '·' | '✓' | '+' | '?' | '✗'

const say = (sign: Sign, name: string, text: string): void =>
  console.log(`  ${sign} ${name.padEnd(12)} ${text}`)

async function take(step: Step, dry: boolean, done: string[]): Promise<void> {
  if (step.stands !== null) return say('·', step.name, step.stands)
  if (dry) return say('+', step.name, `would ${step.would}`)
  say('✓', step.name, await step.act())
  done.push(step.name)
}

/** What wrangler's own login may do ends before DNS and Access. */
function mustHaveToken(): void {
  if (process.env['CLOUDFLARE_API_TOKEN']) return
  throw new Trouble(
    'A login by wrangler may change neither DNS nor Access, which --tunnel does.',
    `Make a token with the rights ${RIGHTS}, ${TUNNEL_RIGHTS}, at ${TOKENS}, and set CLOUDFLARE_API_TOKEN.`
  )
}

/** History and the page have no settings of the owner's; and what a tunnel says, nobody else is asked. */
async function settled(
  { only, host }: Options,
  found: Survey,
  skipped: string[],
  asker: Asker
): Promise<Chosen> {
  if (only !== undefined && only !== 'gateway')
    return { secrets: {}, made: {}, vars: found.settings.vars, skipped, unused: [] }
  const ofTunnel: readonly string[] = host === undefined ? [] : WAY
  const settings = SETTINGS.filter(({ name }) => !ofTunnel.includes(name))
  return choose(settings, process.env, found.settings, skipped, asker, host)
}

function newSubdomain(asker: Asker): Promise<string> {
  const { WORKERS_SUBDOMAIN: named = '' } = process.env
  if (named !== '') return Promise.resolve(named)
  return asker.ask({
    name: 'WORKERS_SUBDOMAIN',
    message: 'The account has no workers.dev subdomain, and without one no Worker can be uploaded. Its name?',
    wrong: name =>
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
        ? undefined
        : 'It has small letters, digits and hyphens.',
  })
}

/** Where it is, which versions answer, and how to go back. */
async function report(
  { account, api }: Pick<Found, 'account' | 'api'>,
  names: Names,
  before: Survey,
  address: string
) {
  const now = await survey(api, account.id, names)
  console.log(`\n  Burrow is at ${address}\n`)
  for (const part of ['gateway', 'history'] as const) {
    const version = now[part]?.version ?? 'not there'
    const old = before[part]?.version
    const back =
      old === undefined || old === version
        ? ''
        : `; back: npm run wrangler -- rollback ${old} --name ${names[part]}`
    console.log(`  ${names[part]} ${version}${back}`)
  }
  console.log('')
}
