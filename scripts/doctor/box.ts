/** The box itself, seen from where Ollama runs. */

import { networkInterfaces } from 'node:os'
import * as v from 'valibot'
import type { HostSetting } from '../../workers/gateway/ollama/host-list.ts'
import { DEFAULT, look } from '../ollama.ts'
import { ask } from './ask.ts'
import { type Finding, unseen, well, wrong } from './finding.ts'
import { doctorLoad, type Loading } from './load.ts'

/** Older ones know fewer of the fields that Burrow reads, and have holes that are open (docs: `box/README.md`). */
const OLDEST = { major: 0, minor: 30 }

/** With less, a chat outgrows what its model reads after a few questions. */
const LEAST_CONTEXT = 4_096

const Version = v.object({ version: v.string() })
const Status = v.object({ cloud: v.object({ disabled: v.boolean() }) })
const Tags = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      digest: v.optional(v.string(), ''),
      capabilities: v.optional(v.array(v.string())),
      remote_host: v.optional(v.string()),
    })
  ),
})
const Loaded = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      size: v.optional(v.number(), 0),
      size_vram: v.optional(v.number(), 0),
      context_length: v.optional(v.number(), 0),
    })
  ),
})

/** `host`: the first that the owner names; undefined for the usual place. */
export async function doctorBox(host: HostSetting | undefined, loading: Loading): Promise<Finding[]> {
  const { url } = host ?? { url: DEFAULT }
  const [looked] = await look([host ?? { url }])
  if (looked?.wrong != null)
    return [
      wrong('Ollama', looked.wrong, 'Start Ollama, or mend what OLLAMA_URL or OLLAMA_HOSTS says of it.'),
    ]
  const [version, status, tags, loaded] = await Promise.all([
    ask(`${url}/api/version`),
    ask(`${url}/api/status`),
    ask(`${url}/api/tags`),
    ask(`${url}/api/ps`),
  ])
  return [
    versionOf(v.safeParse(Version, version.json)),
    modelsOf(v.safeParse(Tags, tags.json)),
    cloudOf(v.safeParse(Status, status.json), v.safeParse(Tags, tags.json)),
    ...loadedOf(v.safeParse(Loaded, loaded.json)),
    slotsOf(host),
    await exposureOf(new URL(url)),
    await twinOf(new URL(url)),
    ...(await doctorLoad({ url }, loading)),
  ]
}

/** More than Ollama's own wait in it, unseen; fewer leave some of it unused. */
function slotsOf(host: HostSetting | undefined): Finding {
  const told = 'Ollama tells nobody: OLLAMA_NUM_PARALLEL, which is 1 where it is not set'
  return unseen('parallel slots', host === undefined ? told : `${told}; Burrow is told here: ${host.slots}`)
}

type Read<T extends v.GenericSchema> = v.SafeParseResult<T>

function versionOf(read: Read<typeof Version>): Finding {
  const what = 'version'
  if (!read.success) return unseen(what, 'it does not say')
  const { version } = read.output
  const [major = 0, minor = 0] = version.split('.').map(part => Number.parseInt(part, 10))
  // Built from source, it says nothing of its age.
  if (version === '0.0.0') return unseen(what, '0.0.0: built from source')
  const isOld = major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)
  return isOld
    ? wrong(what, version, `Update Ollama to ${OLDEST.major}.${OLDEST.minor} or newer.`)
    : well(what, version)
}

function modelsOf(read: Read<typeof Tags>): Finding {
  if (!read.success) return unseen('models', 'the list cannot be read')
  const local = read.output.models.filter(({ remote_host }) => remote_host === undefined)
  const chat = local.filter(({ capabilities }) => capabilities?.includes('completion') ?? true)
  return chat.length === 0
    ? wrong('models', 'none that can chat', 'Get one: ollama pull qwen3:4b')
    : well(
        'models',
        `${chat.length}: ${chat
          .slice(0, 5)
          .map(({ name }) => name)
          .join(', ')}`
      )
}

function cloudOf(status: Read<typeof Status>, tags: Read<typeof Tags>): Finding {
  const cure = 'Set OLLAMA_NO_CLOUD=1 for Ollama and restart it.'
  const remote = tags.success ? tags.output.models.filter(({ remote_host }) => remote_host !== undefined) : []
  if (status.success)
    return status.output.cloud.disabled
      ? well('cloud', 'off')
      : wrong('cloud', 'a question may go to ollama.com under your name', cure)
  if (remote.length > 0)
    return wrong('cloud', `${remote.map(({ name }) => name).join(', ')} run elsewhere`, cure)
  return unseen('cloud', 'this Ollama does not say whether it is off')
}

function loadedOf(read: Read<typeof Loaded>): Finding[] {
  if (!read.success) return [unseen('context', 'what is loaded cannot be read')]
  if (read.output.models.length === 0)
    return [unseen('context', 'no model is loaded: ask one something first')]
  return read.output.models.flatMap(({ name, size, size_vram: onGpu, context_length: context }) => [
    context === 0
      ? unseen('context', `${name} does not say`)
      : context < LEAST_CONTEXT
        ? wrong(
            'context',
            `${name} reads ${context} tokens`,
            'Set OLLAMA_CONTEXT_LENGTH=8192, or what your GPU holds.'
          )
        : well('context', `${name} reads ${context} tokens`),
    onGpu >= size
      ? well('GPU', `all of ${name}`)
      : wrong(
          'GPU',
          `${Math.round((100 * onGpu) / size)} % of ${name}`,
          'Take a smaller model or a shorter OLLAMA_CONTEXT_LENGTH.'
        ),
  ])
}

/** Whoever reaches Ollama otherwise than over loopback needs no password. */
async function exposureOf(url: URL): Promise<Finding> {
  const what = 'exposure'
  if (!isLoopback(url.hostname)) return unseen(what, 'only seen on the box: npm run doctor -- box there')
  const addresses = Object.values(networkInterfaces())
    .flat()
    .flatMap(one => (one === undefined || one.internal || one.family !== 'IPv4' ? [] : [one.address]))
  const answering: string[] = []
  for (const address of addresses)
    if ((await ask(`http://${address}:${url.port}/api/version`, {}, 2_000)).status !== 0)
      answering.push(address)
  return answering.length > 0
    ? wrong(
        what,
        `it listens at ${answering.join(', ')} too`,
        'Set OLLAMA_HOST=127.0.0.1:11434 for Ollama and restart it.'
      )
    : well(what, 'it listens on loopback alone')
}

/** `localhost` is `::1` for some and 127.0.0.1 for others; two Ollamas may listen there. */
async function twinOf(url: URL): Promise<Finding> {
  const what = 'one Ollama'
  if (!isLoopback(url.hostname)) return unseen(what, 'only seen on the box')
  const [four, six] = await Promise.all([
    ask(`http://127.0.0.1:${url.port}/api/tags`, {}, 2_000),
    ask(`http://[::1]:${url.port}/api/tags`, {}, 2_000),
  ])
  return four.status === 200 && six.status === 200 && four.text !== six.text
    ? wrong(
        what,
        'another answers at ::1 than at 127.0.0.1',
        'End one of them, and write 127.0.0.1 in the tunnel’s rules.'
      )
    : well(what, six.status === 0 ? '127.0.0.1' : '127.0.0.1 and ::1 are the same')
}

const isLoopback = (host: string) => /^(127\.|localhost$|\[::1\]$)/.test(host)
