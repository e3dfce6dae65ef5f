/** Other processes: one that is started and listened to, and all that it started in turn. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { until } from './system.ts'

export interface Started {
  pid: number
  /** All that it has printed so far. */
  said(): string
  /** Resolves with its exit code when it has ended. */
  ended: Promise<number | null>
  signal(name: NodeJS.Signals): void
  /** Resolves with what it said when that holds `words`; throws when it ends before. */
  says(words: string): Promise<string>
}

/** Starts a script of Node's in a folder. Whatever is still running goes when the tests do. */
export function start(file: string, cwd: string, env: Record<string, string>, args: string[] = []): Started {
  const child: ChildProcess = spawn(process.execPath, [file, ...args], {
    cwd,
    // The Ollama of whoever runs the tests is none of theirs.
    env: { ...process.env, OLLAMA_URL: '', OLLAMA_HOSTS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${file} did not start`)
  let output = ''
  child.stdout?.on('data', chunk => (output += chunk))
  child.stderr?.on('data', chunk => (output += chunk))
  process.once('exit', () => kill([pid, ...below(pid)].map(String)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const said = () => output
  return {
    pid,
    said,
    ended,
    signal: name => void child.kill(name),
    async says(words) {
      const found = () => output.includes(words) || child.exitCode !== null
      await until(`“${words}”`, found, START_MS).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${output}`)
      })
      if (!output.includes(words)) throw new Error(`It ended and never said “${words}”:\n${output}`)
      return output
    },
  }
}

/** How long a start may take on a machine that does other things. */
const START_MS = 60_000

interface Row {
  pid: number
  parent: number
  command: string
}

/** Every process of this machine. */
function all(): Row[] {
  const listed = execFileSync('ps', ['-ax', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
  return listed
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .map(([pid, parent, command = '']) => ({ pid: Number(pid), parent: Number(parent), command }))
}

/** All that a process has started, and what those started; by name, if one is given. */
export function below(pid: number, name?: RegExp): number[] {
  const rows = all()
  const found: Row[] = []
  for (let parents = [pid]; parents.length > 0;) {
    const children = rows.filter(({ parent }) => parents.includes(parent))
    found.push(...children)
    parents = children.map(child => child.pid)
  }
  return found.filter(({ command }) => name?.test(command) ?? true).map(row => row.pid)
}

/** With what a process was started, in one line; empty when it has gone. */
export function argumentsOf(pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** Those of the processes that still run. */
export const alive = (pids: number[]): number[] => {
  const running = new Set(all().map(({ pid }) => pid))
  return pids.filter(pid => running.has(pid))
}

export function kill(pids: (number | string)[]): void {
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It has gone already.
    }
  }
}
