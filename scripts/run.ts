/** Child processes: run one to its end, or keep one and be sure that it goes when we go. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { at, ROOT } from './paths.ts'

const children = new Set<ChildProcess>()
/** Those that lead a process group of their own. */
const groups = new WeakSet<ChildProcess>()

// Whoever leaves without a word takes everything along; only a SIGKILL leaves something behind.
process.once('exit', () => {
  for (const child of children) signal(child, 'SIGKILL')
})

/** What wrangler needs to keep quiet and offline, and to begin a quarter sooner: what Node made of its 10 MB is kept. */
export const QUIET = {
  NODE_COMPILE_CACHE: at('.cache', 'node'),
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
}

/** Runs a command to its end. Throws with all that it said when it fails. */
export async function run([command, ...args]: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  if (command === undefined) throw new Error('no command')
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...QUIET, ...env } })
  children.add(child)
  child.once('close', () => children.delete(child))
  let said = ''
  child.stdout.on('data', chunk => (said += chunk))
  child.stderr.on('data', chunk => (said += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args.join(' ')} failed:\n${said}`)
  return said
}

/** Starts a command that stays. `said` gives its last output, for when it ends unasked. */
export function keep(
  [command, ...args]: string[],
  env: NodeJS.ProcessEnv = {}
): { child: ChildProcess; said(): string } {
  if (command === undefined) throw new Error('no command')
  // Its own group, so that a signal reaches the workerd behind wrangler too.
  const detached = process.platform !== 'win32'
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...QUIET, ...env }, detached })
  if (detached) groups.add(child)
  children.add(child)
  child.once('close', () => children.delete(child))
  let said = ''
  const note = (chunk: Buffer) => {
    said = (said + chunk).slice(-20_000)
  }
  child.stdout?.on('data', note)
  child.stderr?.on('data', note)
  return { child, said: () => said }
}

/** How long a child may take to leave in order. */
const GRACE_MS = 3_000

/** Ends a kept child and all that it started. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  signal(child, 'SIGTERM')
  const timer = setTimeout(() => signal(child, 'SIGKILL'), GRACE_MS)
  await closed
  clearTimeout(timer)
  // The leader has gone; whatever is left of its group goes too.
  signal(child, 'SIGKILL')
}

export const endAll = (): Promise<unknown> => Promise.all([...children].map(end))

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (groups.has(child)) process.kill(-child.pid, name)
    else child.kill(name)
  } catch {
    // It has gone already.
  }
}
