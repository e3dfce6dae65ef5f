/** The way to the box, as the gateway takes it: address, key, paths, and whether lines come as they are written. */

import * as v from 'valibot'
import type { Address } from '../../workers/gateway/ollama/address.ts'
import { ask, type Heard } from './ask.ts'
import { type Finding, unseen, well, wrong } from './finding.ts'
import { doctorLoad, EDGE_MS, type Loading } from './load.ts'

/** What an Ollama has beside the five paths, each asked in a way that does nothing where it is let in. */
const SHUT = [
  '/',
  '/api/pull',
  '/api/push',
  '/api/create',
  '/api/copy',
  '/api/delete',
  '/api/embed',
  '/v1/models',
]

/** Lines that came together though the model took this long to write them, in milliseconds, were held back. */
const SPREAD_MS = 300

export interface Key {
  id: string
  secret: string
}

/** `address`: the first that the owner names; undefined where they name none here. */
export async function doctorTunnel(
  address: Address | undefined,
  key: Key | null,
  loading: Loading
): Promise<Finding[]> {
  if (address === undefined) return [unseen('tunnel', 'neither OLLAMA_URL nor OLLAMA_HOSTS is set here')]
  if (!address.url.startsWith('https:'))
    return [unseen('tunnel', 'the address is not https: there is no tunnel')]
  const headers: Record<string, string> = {
    ...(address.authorization === undefined ? {} : { authorization: address.authorization }),
    ...(key === null ? {} : { 'cf-access-client-id': key.id, 'cf-access-client-secret': key.secret }),
  }
  const [stranger, friend] = await Promise.all([
    ask(`${address.url}/api/version`),
    ask(`${address.url}/api/version`, { headers }),
  ])
  const findings = [lockOf(stranger), keyOf(friend, key)]
  if (friend.status !== 200) return findings
  const { url } = address
  findings.push(await pathsOf(url, headers))
  // Before a question loads one of them.
  findings.push(...(await doctorLoad({ url, headers }, loading)))
  return [...findings, ...(await linesOf(url, headers))]
}

function lockOf({ status, json, cause }: Heard): Finding {
  const what = 'without the key'
  if (status === 0)
    return wrong(what, `nobody answers (${cause})`, 'Start cloudflared, and look at its DNS route.')
  return status === 200 && json !== null
    ? wrong(
        what,
        'it answers anybody',
        'Protect the host name with an Access application of action Service Auth.'
      )
    : well(what, `refused with ${status}`)
}

function keyOf({ status, json, cause }: Heard, key: Key | null): Finding {
  const what = 'with the key'
  if (status === 200 && v.is(v.object({ version: v.string() }), json)) return well(what, 'Ollama answers')
  if (status === 200)
    return wrong(what, 'another server answers', 'Look at the service in the tunnel’s rules.')
  if ([301, 302, 401, 403].includes(status))
    return key === null
      ? unseen(what, 'ACCESS_CLIENT_ID and ACCESS_CLIENT_SECRET are not set here')
      : wrong(
          what,
          `refused with ${status}`,
          'Look whether the service token has expired, and whether the policy names it.'
        )
  if (status === 502)
    return wrong(
      what,
      'the tunnel does not reach Ollama (502)',
      'Start Ollama, or mend the service in the tunnel’s rules.'
    )
  if (status === 530) return wrong(what, 'the tunnel is down (530)', 'Start cloudflared on the box.')
  if (status === 404)
    return wrong(what, 'the tunnel keeps it out (404)', 'Let ^/api/(chat|tags|ps|show|version)$ in.')
  return wrong(
    what,
    status === 0 ? `nobody answers (${cause})` : `answers ${status}`,
    'Look at cloudflared’s log.'
  )
}

/** Ollama itself says “404 page not found” and “405 method not allowed”; the tunnel’s own 404 says nothing. */
async function pathsOf(url: string, headers: Record<string, string>): Promise<Finding> {
  const heard = await Promise.all(SHUT.map(path => ask(`${url}${path}`, { headers })))
  const open = SHUT.filter((_, n) => heard[n]?.status !== 404 || /page not found/.test(heard[n]?.text ?? ''))
  return open.length === 0
    ? well('paths', 'only what Burrow calls')
    : wrong(
        'paths',
        `${open.join(', ')} reach Ollama`,
        'Anchor the path of the rule: ^/api/(chat|tags|ps|show|version)$'
      )
}

const Tags = v.object({
  models: v.array(v.object({ name: v.string(), capabilities: v.optional(v.array(v.string())) })),
})

/** Asks the first model that chats for a few words, and looks when each line comes. */
async function linesOf(url: string, headers: Record<string, string>): Promise<Finding[]> {
  const read = v.safeParse(Tags, (await ask(`${url}/api/tags`, { headers })).json)
  const model = read.success
    ? read.output.models.find(({ capabilities }) => capabilities?.includes('completion') ?? true)?.name
    : undefined
  if (model === undefined) return [unseen('lines', 'no model to ask')]
  const body = JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Count from one to twenty.' }],
    options: { num_predict: 60 },
  })
  const began = performance.now()
  const times: number[] = []
  let last = ''
  try {
    const signal = AbortSignal.timeout(EDGE_MS + 20_000)
    const response = await fetch(`${url}/api/chat`, { method: 'POST', headers, body, signal })
    if (!response.ok)
      return [wrong('lines', `a question is answered with ${response.status}`, 'Look at Ollama’s log.')]
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      times.push(performance.now())
      last = (last + decoder.decode(chunk, { stream: true })).slice(-10_000)
    }
  } catch (error) {
    return [
      wrong('lines', `a question broke off: ${String(error)}`, 'Look at cloudflared’s and Ollama’s logs.'),
    ]
  }
  const first = (times[0] ?? began) - began
  const spread = (times.at(-1) ?? 0) - (times[0] ?? 0)
  const wroteMs = Number(/"eval_duration":(\d+)/.exec(last)?.[1] ?? 0) / 1e6
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  return [
    first > EDGE_MS
      ? wrong(
          'first token',
          `${seconds(first)}, longer than the edge waits`,
          'Keep the model loaded: OLLAMA_KEEP_ALIVE=-1.'
        )
      : well(
          'first token',
          `${seconds(first)} to the first token of ${model}, of ${seconds(EDGE_MS)} that the edge waits`
        ),
    wroteMs > SPREAD_MS && spread < wroteMs / 5
      ? wrong(
          'lines',
          'all come at once: something holds them back',
          'Update cloudflared to 2025.7.0 or newer.'
        )
      : well('lines', 'come as they are written'),
  ]
}
