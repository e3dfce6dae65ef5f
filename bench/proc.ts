/** CPU seconds of Burrow's processes so far and the memory that they hold, from /proc. Only Linux has it. */

import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second wherever Node runs. */
const TICKS = 100

export interface Cpu {
  /** The workerd in which the page's worker, both Workers, the Durable Objects and D1 run. */
  workers: number
  /** The workerd that `wrangler dev` puts before it; only older checkouts run under that. The edge has none. */
  proxy: number
  /** What runs on Node beside it. */
  node: number
}

/** Null where it cannot be read. `port` tells a proxy from the Workers: of two it is the one that listens there. */
export function readCpu(root: number, port: string): Cpu | null {
  if (process.platform !== 'linux') return null
  const cpu: Cpu = { workers: 0, proxy: 0, node: 0 }
  const all = family(root)
  const two = all.filter(isWorkerd).length > 1
  for (const one of all) {
    const { command, seconds } = one
    if (!isWorkerd(one)) cpu.node += seconds
    else if (two && command.includes(`entry=127.0.0.1:${port}\0`)) cpu.proxy += seconds
    else cpu.workers += seconds
  }
  return cpu.workers > 0 ? cpu : null
}

/** The ids of every workerd that came from a process; none where it cannot be read. */
export function workerds(root: number): number[] {
  if (process.platform !== 'linux') return []
  return family(root)
    .filter(isWorkerd)
    .map(({ pid }) => pid)
}

/** Bytes that a process holds; of what it has in common with others, its share. */
export function readPss(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
  return Number(kilobytes ?? 0) * 1_024
}

const isWorkerd = ({ command }: Process): boolean => /\bworkerd\0/.test(command)

interface Process {
  pid: number
  parent: number
  seconds: number
  command: string
}

/** A process and all that come from it. */
function family(root: number): Process[] {
  const all = readdirSync('/proc').flatMap(readProcess)
  const inside = new Set([root])
  // Children may stand before their parents: look until nothing is added.
  for (let before = 0; before < inside.size;) {
    before = inside.size
    for (const { pid, parent } of all) if (inside.has(parent)) inside.add(pid)
  }
  return all.filter(({ pid }) => inside.has(pid))
}

function readProcess(name: string): Process[] {
  if (!/^\d+$/.test(name)) return []
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The name of the program stands in brackets and may hold anything, so count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS
    const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
    return [{ pid: Number(name), parent: Number(fields[1]), seconds, command }]
  } catch {
    // It ended while we looked.
    return []
  }
}
