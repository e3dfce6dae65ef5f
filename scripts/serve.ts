/**
 * Burrow's runtime, a process of its own: the three Workers as they were built, and as each one's wrangler.toml says, in
 * one workerd. `node scripts/serve.ts PORT STATE PAGE [PORT FOLDER]`, the latter for a Worker beside them, at a port of its
 * own. It watches nothing; what the Workers log goes to its output.
 */

import { dirname, join } from 'node:path'
import {
  convertV4MiniflareOptions,
  Log,
  LogLevel,
  Miniflare,
  Response,
  type V4FetchHandler,
  type V4WorkerOptions,
} from 'miniflare'
import {
  unstable_generateASSETSBinding,
  unstable_getMiniflareWorkerOptions,
  unstable_readConfig,
} from 'wrangler'
import { BUILT, type Built, builtOf } from './build.ts'
import { mailTo } from './deploy/telling.ts'

const [port, state = '', page = '', besidePort, beside] = process.argv.slice(2)

/** Warnings and worse: what a request was answered with is no news. */
const log = new Log(LogLevel.WARN)

/** Of Pages itself: `_headers`, `_redirects`, what is missing. */
const files = await unstable_generateASSETSBinding({
  // Wrangler does not export its own class; of it the files need what this one has.
  log: log as unknown as Parameters<typeof unstable_generateASSETSBinding>[0]['log'],
  directory: page,
  // It would watch the two files.
  signal: AbortSignal.abort(),
})

/** Bytes of a file's name, on every disk. */
const NAME_BYTES = 255

/** May a file be called so? What wrangler is asked for beyond it goes to the log, with where on this machine it looked. */
function isName(path: string): boolean {
  try {
    const names = decodeURIComponent(path).split('/')
    return names.every(name => !name.includes('\0') && Buffer.byteLength(name) <= NAME_BYTES)
  } catch {
    return false
  }
}

/** A name that no file has is missing, and no more is said of it. */
const found: V4FetchHandler = async request => {
  if (!isName(new URL(request.url).pathname)) return new Response(null, { status: 404 })
  const answer = await files(request)
  return answer.status === 502 ? new Response(null, { status: 404 }) : answer
}

const runtime = new Miniflare(
  convertV4MiniflareOptions({
    log,
    host: '127.0.0.1',
    port: Number(port),
    logRequests: false,
    // No clock rings here: `/cdn-cgi/local/scheduled` does, of the Worker that MF-Route-Override names.
    unsafeTriggerHandlers: true,
    handleStructuredLogs: ({ message }) => console.log(message),
    resourcePersistencePath: join(state, 'v3'),
    workers: [
      worker({ ...BUILT.page, script: join(page, '_worker.js') }, { ASSETS: found }),
      worker(BUILT.gateway),
      worker(BUILT.history),
      ...(beside === undefined ? [] : [atPort(Number(besidePort), worker(builtOf(beside)))]),
    ],
  })
)

const leave = () => void runtime.dispose().finally(() => process.exit())
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, leave)
// Whoever started this holds the other end: when that closes, nobody needs it any more.
process.stdin.once('close', leave).once('end', leave).resume()
await runtime.ready

/** As its wrangler.toml says; its variables, and only those, are taken from the environment. */
function worker(
  { config: path, script }: Built,
  services: Record<string, V4FetchHandler> = {}
): V4WorkerOptions {
  const config = unstable_readConfig({ config: path })
  const { TELL_EMAIL: to } = process.env
  // As `npm run deploy` binds it; what is sent here goes nowhere.
  if (path === BUILT.gateway.config && to) config.send_email = [mailTo(to)]
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config)
  return {
    ...workerOptions,
    name: config.name ?? path,
    modulesRoot: dirname(script),
    modules: [{ type: 'ESModule', path: script }],
    serviceBindings: Object.assign({}, workerOptions.serviceBindings, services),
  }
}

/** Reached from outside, at this port of loopback. */
function atPort(own: number, options: V4WorkerOptions): V4WorkerOptions {
  return { ...options, unsafeDirectSockets: [{ host: '127.0.0.1', port: own }] }
}
