/** A database at Cloudflare, through the API. */

import * as v from 'valibot'
import { findAccount } from '../deploy/account.ts'
import type { Asker } from '../deploy/asker.ts'
import type { Api } from '../deploy/cloudflare.ts'
import { namesOf } from '../deploy/names.ts'
import { findDatabase } from '../deploy/survey.ts'
import { Trouble } from '../deploy/trouble.ts'
import type { Database } from './database.ts'
import { patiently } from './patience.ts'

const Answers = v.array(v.object({ results: v.optional(v.array(v.record(v.string(), v.unknown())), []) }))

/** The one that `npm run deploy` made for a stage. */
export async function openDeployed(stage: string, asker: Asker): Promise<Database> {
  const { database } = namesOf(stage)
  const { account, api } = await findAccount(stage, asker)
  const id = await findDatabase(api, account.id, database)
  if (id === null)
    throw new Trouble(`There is no database ${database} in ${account.name}.`, 'npm run deploy makes it.')
  return deployed(`the database ${database} of ${account.name}`, api, account.id, id)
}

export function deployed(name: string, api: Api, account: string, id: string): Database {
  // Each call is a transaction, and may be repeated: what was done is found done.
  const call = (body: object) =>
    patiently(() => api.send('POST', `/accounts/${account}/d1/database/${id}/query`, body, Answers))
  return {
    name,
    run: async (...statements) => (await call({ batch: statements })).map(({ results }) => results),
    script: async sql => void (await call({ sql })),
    close: () => {},
  }
}
