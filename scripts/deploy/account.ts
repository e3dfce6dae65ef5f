/** Who deploys, and to which account: as wrangler itself finds out, or asked. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as v from 'valibot'
import { tool } from '../paths.ts'
import { run } from '../run.ts'
import { type Asker, person } from './asker.ts'
import { api as apiOf, type Api } from './cloudflare.ts'
import { type Deployed, noted as notedOf } from './note.ts'
import { Trouble } from './trouble.ts'
import { type Wrangler, wrangler as wranglerOf } from './wrangler.ts'

const API = 'https://api.cloudflare.com/client/v4'

const Accounts = v.array(v.object({ id: v.string(), name: v.string() }))

export interface Found {
  account: { id: string; name: string }
  api: Api
  wrangler: Wrangler
  noted: Deployed | undefined
}

/** The account of the environment, of an earlier deployment, the only one there is, or the one that is chosen. */
export async function findAccount(stage: string, asker: Asker): Promise<Found> {
  const token = process.env['CLOUDFLARE_API_TOKEN'] || (await tokenOfLogin(asker))
  const api = apiOf(process.env['CLOUDFLARE_API_BASE_URL'] || API, token)
  const noted = notedOf(stage)
  const accounts = (await api.get('/accounts?per_page=50', Accounts)) ?? []
  const wanted = process.env['CLOUDFLARE_ACCOUNT_ID'] || noted?.account
  const id =
    wanted ??
    (accounts.length === 1
      ? accounts[0]?.id
      : await asker.choose(
          'CLOUDFLARE_ACCOUNT_ID',
          'Which account?',
          accounts.map(({ id: value, name }) => ({ value, label: name }))
        ))
  if (id === undefined)
    throw new Trouble('This token sees no account.', 'Give it the right Account Settings: Read.')
  const account = accounts.find(one => one.id === id) ?? { id, name: id }
  return { account, api, wrangler: wranglerOf(id, token), noted }
}

/** Of `wrangler login`, for which a person is sent to the browser. */
async function tokenOfLogin(asker: Asker): Promise<string> {
  let token = await storedToken()
  if (token === null && asker === person) {
    const [command = '', ...args] = [...tool('wrangler'), 'login']
    await once(spawn(command, args, { stdio: 'inherit' }), 'close')
    token = await storedToken()
  }
  if (token !== null) return token
  throw new Trouble(
    'Nobody is logged in to Cloudflare.',
    'Run npm run wrangler -- login, or set CLOUDFLARE_API_TOKEN.'
  )
}

const Stored = v.pipe(v.string(), v.parseJson(), v.object({ token: v.string() }))

async function storedToken(): Promise<string | null> {
  const said = await run([...tool('wrangler'), 'auth', 'token', '--json']).catch(() => '')
  const parsed = v.safeParse(Stored, said.slice(said.indexOf('{')))
  return parsed.success ? parsed.output.token : null
}
