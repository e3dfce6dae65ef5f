/**
 * `npm start`: all of Burrow on this machine, with the Ollama that is here or the demo in its place. With `--watch`, as
 * `npm run dev` has it, what is changed is built anew and Burrow with it; `--beside FOLDER` runs the Worker of that folder
 * beside it, at the next port that is free.
 */

import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { build } from './build.ts'
import { answers, type Burrow, type Settings, startBurrow } from './burrow.ts'
import { changes } from './changes.ts'
import { DEFAULT, look, namedIn } from './ollama.ts'
import { at } from './paths.ts'
import { isFree, nextFree } from './ports.ts'
import { endAll, keep } from './run.ts'
import { SOURCES } from './version.ts'

const { watch, beside: folder } = parseArgs({
  options: { watch: { type: 'boolean', default: false }, beside: { type: 'string' } },
}).values
const PORT = Number(process.env.PORT ?? 8788)

/** Where the demo listens; the next free port if that is taken. */
const DEMO_PORT = 11_435

/** Those that we ended ourselves: the next one follows. */
const replaced = new WeakSet<Burrow>()

// Ctrl-C reaches this process more than once: from the terminal, and from the one that started it.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void leave(0))

try {
  if (!Number.isInteger(PORT) || PORT < 1 || PORT > 65_535)
    throw new Error(`PORT is ${process.env.PORT}, which is no port.`)
  if (!(await isFree(PORT))) {
    throw new Error(`Port ${PORT} is in use by another program. Choose one with PORT=8790 npm start.`)
  }
  if (folder !== undefined && !existsSync(at(folder, 'wrangler.toml')))
    throw new Error(
      `${folder} has no wrangler.toml. Name the folder of a Worker, from the root of the project.`
    )
  const { ollama, words } = await findOllama()
  await build(folder)
  const beside = folder === undefined ? undefined : { folder, port: await nextFree(PORT + 1) }
  const settings: Settings = {
    port: PORT,
    ollama,
    state: at('.wrangler', 'state'),
    ...(beside && { beside }),
    // So that an owner's page can be tried on one's own machine too.
    vars: { OWNER_CODE: process.env.OWNER_CODE ?? '' },
  }
  const start = () => startBurrow(settings)
  let burrow = await start()
  const also = beside && `\n  ${folder} is at http://127.0.0.1:${beside.port}`
  // By its name: an address of digits can have no passkey.
  console.log(`\n  Burrow is at http://localhost:${PORT}${also ?? ''}\n${words}\n  Ctrl-C ends it.\n`)
  void leaveWith(burrow)
  if (watch) {
    for await (const _ of changes([...SOURCES, folder ?? []].flat())) burrow = await anew(burrow, start)
  }
} catch (error) {
  console.error(`\n  ${messageOf(error)}\n`)
  await leave(1)
}

/** What the gateway is told, and what the person is. Throws when they named an Ollama and none answers there. */
async function findOllama(): Promise<{ ollama: Settings['ollama']; words: string }> {
  const named = namedIn(process.env)
  const looked = await look(named?.hosts ?? [{ url: DEFAULT }])
  const wrong = looked.flatMap(one => (one.wrong === null ? [] : [one.wrong]))
  const answering = looked.filter(one => one.wrong === null).map(one => one.url)
  const also = [named?.unused || [], wrong].flat().map(why => `\n  ${why}`)
  if (answering.length > 0) {
    return {
      ollama: named?.written ?? DEFAULT,
      words: `  It talks to the Ollama at ${answering.join(', ')}${also.join('')}`,
    }
  }
  if (named !== null) {
    throw new Error(
      `${named.by} names no Ollama that answers.${also.join('')}\n  Without OLLAMA_URL and OLLAMA_HOSTS a demo stands in.`
    )
  }
  return {
    // The demo would answer everybody at once: with four slots a few tabs see how it is to wait, and nobody waits long.
    // It has room for all its models.
    ollama: [{ url: DEFAULT }, { url: await startDemo(), slots: 4, resident: 64 }],
    words: `  No Ollama answers at ${DEFAULT}, so a demo stands in for it.\n  Start Ollama at any time: Burrow finds it within seconds.`,
  }
}

async function startDemo(): Promise<string> {
  const port = await nextFree(DEMO_PORT)
  const { said } = keep([process.execPath, at('demo', 'main.ts'), '--port', `${port}`, '--with-parent'])
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; !(await answers(`${url}/api/version`)); tries += 1) {
    if (tries === 100) throw new Error(`The demo did not start:\n${said()}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return url
}

/** What does not build changes nothing: the old one goes on. */
async function anew(old: Burrow, start: () => Promise<Burrow>): Promise<Burrow> {
  try {
    await build(folder)
  } catch (error) {
    console.error(messageOf(error))
    return old
  }
  replaced.add(old)
  await old.stop()
  const burrow = await start()
  console.log('  Built and started anew.')
  void leaveWith(burrow)
  return burrow
}

/** When Burrow ends unasked, we end too, with what it said last. */
async function leaveWith(burrow: Burrow): Promise<void> {
  await burrow.ended
  if (replaced.has(burrow)) return
  console.error(burrow.said())
  await leave(1)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The first to leave says how: what ends because we leave is no failure. */
async function leave(code: number): Promise<void> {
  process.exitCode ??= code
  await endAll()
  process.exit()
}
