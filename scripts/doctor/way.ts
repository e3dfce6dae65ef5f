/** The way to the box and the box itself, where the environment says that they are. */

import { type Named, namedIn } from '../ollama.ts'
import { doctorBox } from './box.ts'
import { type Finding, unseen, wrong } from './finding.ts'
import type { Loading } from './load.ts'
import { doctorTunnel } from './tunnel.ts'

/** What is wrong with the first host that `env` names, by where it is looked at; on the box there is no tunnel to look at. */
export async function doctorWay(
  env: Record<string, string | undefined>,
  onBox: boolean,
  loading: Loading
): Promise<Record<string, Finding[]>> {
  let named: Named | null
  try {
    named = namedIn(env)
  } catch (error) {
    const cure = 'Mend it in the environment: docs/configuration.md says what it may be.'
    return { box: [wrong('address', error instanceof Error ? error.message : String(error), cure)] }
  }
  const { ACCESS_CLIENT_ID: id = '', ACCESS_CLIENT_SECRET: secret = '' } = env
  const host = named?.hosts[0]
  const unused = named === null || named.unused === '' ? [] : [unseen('address', named.unused)]
  if (onBox) return { box: [...unused, ...(await doctorBox(host, loading))] }
  return {
    tunnel: [...unused, ...(await doctorTunnel(host, id === '' ? null : { id, secret }, loading))],
    box: host?.url.startsWith('http:')
      ? await doctorBox(host, loading)
      : [unseen('Ollama', 'run npm run doctor -- box on the box')],
  }
}
