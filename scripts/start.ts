/** `npm start`: all of Burrow on this machine, with the Ollama that is here or the demo in its place. */

import { answers, startBurrow } from './burrow.ts'
import { buildPage } from './page.ts'
import { at } from './paths.ts'
import { isFree } from './ports.ts'
import { endAll, keep } from './run.ts'

const PORT = Number(process.env.PORT ?? 8788)
const OLLAMA = (process.env.OLLAMA_URL ?? 'http://127.0.0.1:11434').replace(/\/+$/, '')

/** Where the demo listens; the next free port if that is taken. */
const DEMO_PORT = 11_435

// Ctrl-C reaches this process more than once: from the terminal, and from the one that started it.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void leave(0))

try {
  if (!Number.isInteger(PORT) || PORT < 1 || PORT > 65_535)
    throw new Error(`PORT is ${process.env.PORT}, which is no port.`)
  if (!(await isFree(PORT))) {
    throw new Error(`Port ${PORT} is in use by another program. Choose one with PORT=8790 npm start.`)
  }
  await buildPage()
  const real = await answers(`${OLLAMA}/api/version`)
  const demo = real ? null : await startDemo()
  const burrow = await startBurrow({
    port: PORT,
    ollama: demo === null ? OLLAMA : `${OLLAMA},${demo}`,
    state: at('.wrangler', 'state'),
  })
  console.log(`\n  Burrow is at ${burrow.url}`)
  console.log(
    real
      ? `  It talks to the Ollama at ${OLLAMA}`
      : `  No Ollama answers at ${OLLAMA}, so a demo stands in for it.\n  Start Ollama at any time: Burrow finds it within seconds.`
  )
  console.log('  Ctrl-C ends it.\n')
  await burrow.ended
  console.error(burrow.said())
  await leave(1)
} catch (error) {
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`)
  await leave(1)
}

async function startDemo(): Promise<string> {
  let port = DEMO_PORT
  while (!(await isFree(port))) port += 1
  const { said } = keep([process.execPath, at('demo', 'main.ts'), '--port', `${port}`, '--with-parent'])
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; !(await answers(`${url}/api/version`)); tries += 1) {
    if (tries === 100) throw new Error(`The demo did not start:\n${said()}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return url
}

/** The first to leave says how: what ends because we leave is no failure. */
async function leave(code: number): Promise<void> {
  process.exitCode ??= code
  await endAll()
  process.exit()
}
