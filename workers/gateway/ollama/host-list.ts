/** The owner's hosts: as a list in JSON that says of each what it can, or as addresses alone. */

import * as v from 'valibot'
import { type Address, parseAddress } from './address.ts'

/** One Ollama of the owner's. */
export interface HostSetting extends Address {
  /** What the owner and visitors see it called: 1 to 40 characters, and no other host's. */
  name: string
  /** Turns that it answers at once, 1 to 256: its `OLLAMA_NUM_PARALLEL`. */
  slots: number
  /** Models that it has in memory at once, 1 to 256: its `OLLAMA_MAX_LOADED_MODELS`. */
  resident: number
}

/** One, as an owner writes it in `OLLAMA_HOSTS`: a user and a password may stand in its `url`. */
export interface HostEntry {
  name?: string
  url: string
  slots?: number
  resident?: number
}

/** More are not one person's, and each is asked what it has. */
export const MOST_HOSTS = 32

/** More than any Ollama answers at once, or has in memory. */
const MOST_AT_ONCE = 256

/** What fits in a line of the page. */
const NAME_CHARS = 40

const EXAMPLE = '[{"url":"http://127.0.0.1:11434","slots":2}]'

const NUMBER = `must be a whole number from 1 to ${MOST_AT_ONCE}`
const NAME = `must be a text of 1 to ${NAME_CHARS} characters in one line`
const URL_TEXT = 'must be an address, such as http://127.0.0.1:11434 or https://ollama.example.com'

const atOnce = v.optional(
  v.pipe(v.number(NUMBER), v.integer(NUMBER), v.minValue(1, NUMBER), v.maxValue(MOST_AT_ONCE, NUMBER)),
  1
)

const Fields = {
  name: v.optional(
    v.pipe(v.string(NAME), v.trim(), v.regex(/^\P{Cc}+$/u, NAME), v.maxLength(NAME_CHARS, NAME))
  ),
  url: v.pipe(
    v.string(URL_TEXT),
    v.transform(parseAddress),
    v.check(address => address !== null, URL_TEXT)
  ),
  slots: atOnce,
  resident: atOnce,
}

/** All but the address may be left out, so what is missing is that. */
const List = v.array(v.strictObject(Fields, URL_TEXT))

/** A host of which only the address is sure. */
type Unnamed = Omit<HostSetting, 'name'> & { name?: string | undefined }

/** Parses `OLLAMA_HOSTS`. An empty text or list is no host. What it says of a wrong one never quotes it. */
export const HostList = v.rawTransform<string, HostSetting[]>(({ dataset, addIssue, NEVER }) => {
  const read = readList(dataset.value)
  if (typeof read !== 'string') return read
  addIssue({ message: read })
  return NEVER
})

/** The hosts of these addresses, which say nothing of themselves: each answers one turn at a time, by one model. */
export const hostsAt = (addresses: readonly Address[]): HostSetting[] => {
  const once = addresses.filter((one, n) => addresses.findIndex(({ url }) => url === one.url) === n)
  return named(once.map(address => ({ ...address, slots: 1, resident: 1 })))
}

/** The hosts; or what is wrong, in words that follow the setting's name. An entry is counted as JSON's readers do, from 0. */
function readList(text: string): HostSetting[] | string {
  const { success, output, issues } = v.safeParse(List, text === '' ? [] : parsed(text))
  if (!success) return wrongWith(issues[0])
  if (output.length > MOST_HOSTS) return `has ${output.length} hosts, and may have ${MOST_HOSTS}`
  const hosts = output.flatMap(({ url, ...rest }) => (url === null ? [] : [{ ...rest, ...url }]))
  for (const [n, { url, name }] of hosts.entries()) {
    const before = hosts.slice(0, n)
    if (before.some(one => one.url === url)) return `[${n}].url is the address of a host before it`
    if (name !== undefined && before.some(one => one.name === name))
      return `[${n}].name is the name of a host before it`
  }
  return named(hosts)
}

/** What JSON says of a text that is none quotes it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function wrongWith({ path, message }: v.InferIssue<typeof List>): string {
  const [entry, field] = path ?? []
  if (entry === undefined) return `must be a list of hosts in JSON, for instance ${EXAMPLE}`
  const at = `[${entry.key}]`
  const fields = Object.keys(Fields)
  if (field === undefined) return `${at} must be an object with some of ${fields.join(', ')}`
  const key = String(field.key)
  if (!fields.includes(key)) return `${at} has a field that is none of ${fields.join(', ')}`
  return `${at}.${key} ${message}`
}

/** Whoever has no name is called by the host name of its address: with the port where several have that, else with a number. */
function named(hosts: readonly Unnamed[]): HostSetting[] {
  const unnamed = hosts.filter(({ name }) => name === undefined)
  const taken = new Set(hosts.map(({ name }) => name))
  return hosts.map(host => {
    if (host.name !== undefined) return { ...host, name: host.name }
    const { hostname, host: withPort } = new URL(host.url)
    const alike = unnamed.filter(({ url }) => new URL(url).hostname === hostname)
    const name = free(alike.length > 1 || taken.has(hostname) ? withPort : hostname, taken)
    taken.add(name)
    return { ...host, name }
  })
}

function free(name: string, taken: ReadonlySet<string | undefined>): string {
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : ` ${n}`
    const tried = name.slice(0, NAME_CHARS - end.length) + end
    if (!taken.has(tried)) return tried
  }
}
