/** All of Burrow on this machine: the page, both Workers and their storage, in one workerd. */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostEntry } from '../workers/gateway/ollama/host-list.ts'
import { at, tool } from './paths.ts'
import { end, keep, run } from './run.ts'

export interface Settings {
  port: number
  /** Where Ollama is: an `OLLAMA_URL`, or the hosts of an `OLLAMA_HOSTS`. */
  ollama: string | readonly HostEntry[]
  /** The folder that keeps chats from one start to the next. */
  state: string
  /** The folder of the built page, where it is another than this version's. */
  page?: string
  /** Further variables of the Workers, by the names of their wrangler.toml. */
  vars?: Record<string, string>
  /** A Worker beside them that `build` has made too, in this folder of the project, at a port of its own. */
  beside?: { folder: string; port: number }
}

export interface Burrow {
  url: string
  pid: number
  /** What the Workers have printed lately. */
  said(): string
  /** Resolves when it ends by itself. */
  ended: Promise<void>
  stop(): Promise<void>
}

/** How long workerd may take to start: a second or two, more on a small machine that does other things. */
const START_MS = 60_000

/** What a Burrow behind Access says to whoever comes past it: it runs. */
const LETS_NOBODY_IN = 401

/** The heap of what only waits may stay small: the young half of it would grow to 64 MiB while it starts. */
const SMALL = '--max-semi-space-size=2'

/** Starts what `build` has made and resolves when it answers. */
export async function startBurrow({
  port,
  ollama,
  state,
  page = at('pages', 'dist'),
  vars = {},
  beside,
}: Settings): Promise<Burrow> {
  await migrate(state)
  const also = beside === undefined ? [] : [`${beside.port}`, beside.folder]
  const { child, said } = keep(
    [process.execPath, SMALL, at('scripts', 'serve.ts'), `${port}`, state, page, ...also],
    // The gateway's wrangler.toml names these as its own, so that it is given them, and only them.
    {
      OLLAMA_URL: typeof ollama === 'string' ? ollama : '',
      OLLAMA_HOSTS: typeof ollama === 'string' ? '' : JSON.stringify(ollama),
      COOKIE_SECRET: secret(state),
      ACCESS_CLIENT_ID: '',
      ACCESS_CLIENT_SECRET: '',
      TURNSTILE_SECRET: '',
      TELL_URL: '',
      TELL_SECRET: '',
      OWNER_CODE: '',
      ...vars,
    }
  )
  const url = `http://127.0.0.1:${port}`
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let over = false
  void ended.then(() => (over = true))
  const deadline = Date.now() + START_MS
  while (!(await answers(`${url}/api/status`, LETS_NOBODY_IN))) {
    if (over || Date.now() > deadline) {
      await end(child)
      throw new Error(`Burrow did not start:\n${said()}`)
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return { url, pid: child.pid ?? 0, said, ended, stop: () => end(child) }
}

/** Whether something answers there within a second: with success, or with this status. */
export async function answers(url: string, also?: number): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) })
    await response.arrayBuffer()
    return response.ok || response.status === also
  } catch {
    return false
  }
}

/** Brings the D1 in `state` up to date. Wrangler takes seconds to find that there is nothing to do, so that is noted. */
async function migrate(state: string): Promise<void> {
  if (isMigrated(state)) return
  const apply = ['d1', 'migrations', 'apply', 'burrow', '--local', '--persist-to', state]
  await run([...tool('wrangler'), ...apply, '-c', 'workers/history/wrangler.toml'])
  mkdirSync(state, { recursive: true })
  writeFileSync(noteIn(state), migrations())
}

/** A folder with the storage of a Burrow that holds nothing yet: it is made anew where a migration has changed. */
export async function emptyStorage(folder: string): Promise<void> {
  if (isMigrated(folder)) return
  rmSync(folder, { recursive: true, force: true })
  await migrate(folder)
}

const noteIn = (state: string) => join(state, 'migrated')

const isMigrated = (state: string) =>
  existsSync(noteIn(state)) && readFileSync(noteIn(state), 'utf8') === migrations()

/** All of them, as they stand in their files. */
const migrations = () =>
  readdirSync(at('migrations'))
    .filter(name => name.endsWith('.sql'))
    .sort()
    .map(name => `-- ${name}\n${readFileSync(at('migrations', name), 'utf8')}`)
    .join('\n')

/** Signs the visitors' cookies on this machine; kept, so that a restart does not make strangers of them. */
function secret(state: string): string {
  const file = join(state, 'cookie-secret')
  if (!existsSync(file)) {
    mkdirSync(state, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8')
}
