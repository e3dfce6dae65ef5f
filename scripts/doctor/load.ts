/**
 * How long each model takes to load: the edge gives up on a Tunnel that is silent, and with it the load ends, so that a
 * model that takes longer is never there.
 */

import * as v from 'valibot'
import { ask, type Heard } from './ask.ts'
import { type Finding, unseen, well, wrong } from './finding.ts'

/** What the edge waits for a byte, in milliseconds; the gateway lets go at 110 s. */
export const EDGE_MS = 110_000

/** Nobody waits longer for one model, in milliseconds: it is known by then that the edge would not have. */
const MOST_MS = 2 * EDGE_MS

/** Kept for longer than a year, a model is kept for good: Ollama writes centuries. In milliseconds. */
const FOR_GOOD_MS = 365 * 24 * 3_600_000

const WHAT = 'loading'
const CURE = 'Keep it loaded: OLLAMA_KEEP_ALIVE=-1, and ollama run MODEL "" before people come.'

/** The way to an Ollama. */
export interface Way {
  url: string
  headers?: Record<string, string>
}

export interface Loading {
  /** Exact names of the models that visitors are offered; null for all that chat. */
  offered: string[] | null
  /** Load those that are not in memory, each as a question would. */
  measure: boolean
  /** What the edge waits, in milliseconds. */
  edgeMs?: number
}

const Tags = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      capabilities: v.optional(v.array(v.string())),
      remote_host: v.optional(v.string()),
    })
  ),
})
const Loaded = v.object({ name: v.string(), expires_at: v.optional(v.string(), '') })
type Loaded = v.InferOutput<typeof Loaded>
const Ps = v.object({ models: v.array(Loaded) })

export async function doctorLoad(
  way: Way,
  { offered, measure, edgeMs = EDGE_MS }: Loading
): Promise<Finding[]> {
  const [all, memory] = await Promise.all([chatting(way), inMemory(way)])
  if (all === null || memory === null) return [unseen(WHAT, 'what is loaded cannot be read')]
  const names = all.filter(name => offered === null || offered.includes(name))
  const cold = names.filter(name => !memory.some(one => one.name === name))
  const findings = memory.filter(({ name }) => names.includes(name)).map(keptOf)
  if (!measure && cold.length > 0)
    return [...findings, unseen(WHAT, `${few(cold)}: not measured; --load loads each of them`)]
  const ours: string[] = []
  for (const name of cold) {
    const others = (await inMemory(way))?.filter(one => !ours.includes(one.name)) ?? []
    if (others.length === 0) {
      findings.push(await measured(way, name, edgeMs))
      ours.push(name)
    } else {
      // Somebody may be using it, and it might have to make room.
      const stop = others.map(one => `ollama stop ${one.name}`).join(', ')
      findings.push(unseen(WHAT, `${name}: not measured, for what is in memory might have to leave: ${stop}`))
    }
  }
  return findings
}

/** A line has room for five. */
const few = (names: string[]): string => names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '')

/** Names of the models that chat and run on the box itself; null where that cannot be read. */
async function chatting({ url, headers = {} }: Way): Promise<string[] | null> {
  const read = v.safeParse(Tags, (await ask(`${url}/api/tags`, { headers })).json)
  if (!read.success) return null
  return read.output.models
    .filter(({ remote_host }) => remote_host === undefined)
    .filter(({ capabilities = ['completion'] }) => capabilities.includes('completion'))
    .map(({ name }) => name)
}

async function inMemory({ url, headers = {} }: Way): Promise<Loaded[] | null> {
  const read = v.safeParse(Ps, (await ask(`${url}/api/ps`, { headers })).json)
  return read.success ? read.output.models : null
}

/** A model that is in memory was loaded by somebody, and does not say how long that took. */
function keptOf({ name, expires_at }: Loaded): Finding {
  const until = new Date(expires_at)
  if (Number.isNaN(until.getTime())) return unseen(WHAT, `${name} is in memory`)
  return until.getTime() - Date.now() > FOR_GOOD_MS
    ? well(WHAT, `${name} is in memory, for good`)
    : unseen(WHAT, `${name} is in memory until ${until.toLocaleTimeString()}: not measured`)
}

/** Without a message a model is loaded, and says nothing. It stays as long as after a question. */
async function measured({ url, headers = {} }: Way, name: string, edgeMs: number): Promise<Finding> {
  const began = performance.now()
  const body = JSON.stringify({ model: name, messages: [] })
  const heard = await ask(`${url}/api/chat`, { method: 'POST', headers, body }, MOST_MS)
  const tookMs = performance.now() - began
  const took = `${(tookMs / 1_000).toFixed(1)} s`
  const most = `${Math.round(edgeMs / 1_000)} s`
  if (gaveUp(heard)) return wrong(WHAT, `${name} was not there after ${took}`, CURE)
  if (heard.status !== 200)
    return wrong(
      WHAT,
      `${name} is not loaded: ${heard.text.slice(0, 200) || heard.status || heard.cause}`,
      'Look at Ollama’s log; a smaller model may fit.'
    )
  return tookMs > edgeMs
    ? wrong(WHAT, `${name} takes ${took}, longer than the ${most} that the edge waits`, CURE)
    : well(WHAT, `${name} takes ${took}, of ${most} that the edge waits`)
}

/** We, or the edge. */
const gaveUp = ({ status, cause }: Heard): boolean =>
  status === 524 || (status === 0 && cause === 'TimeoutError')
