/** Starts the browser that tests run in: the one at CHROME_PATH, the system's, or the one that npm brought. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Unpacked here once, and used again; git ignores it. */
const CACHE = join(import.meta.dirname, '../.cache/chromium')

/** A container's root has no sandbox to offer, and its /dev/shm is often too small. */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']

/** Meant for one short call in the cloud: the first does not last, the second weakens what we test. */
const UNWANTED = new Set(['--single-process', '--disable-web-security'])

export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'] ?? INSTALLED.find(path => existsSync(path))
  if (executablePath) return chromium.launch({ executablePath, args: ARGS })
  try {
    return await launchPackaged()
  } catch (cause) {
    const advice =
      'No browser for the tests. Install Chromium, or set CHROME_PATH to a Chrome or Chromium binary.'
    throw new Error(advice, { cause })
  }
}

async function launchPackaged(): Promise<Browser> {
  const { default: packaged } = await import('@sparticuz/chromium')
  if (!existsSync(CACHE)) await unpack()
  const executablePath = join(CACHE, 'chromium')
  const args = packaged.args.filter(arg => !UNWANTED.has(arg))
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(CACHE, 'fonts') }
  const launch = (extra: Record<string, string>) =>
    chromium.launch({ executablePath, args, env: { ...process.env, ...fonts, ...extra } })
  // A bare system lacks NSS. The package brings it, but the system's own is to be preferred.
  return launch({}).catch(() => launch({ LD_LIBRARY_PATH: join(CACHE, 'al2023/lib') }))
}

/** Unpacks aside and then renames, so that another test run never starts half a browser. */
async function unpack(): Promise<void> {
  const aside = `${CACHE}-${process.pid}`
  const before = process.env['TMPDIR']
  await mkdir(aside, { recursive: true })
  // The package unpacks into the temporary folder, and would take any /tmp/chromium of any age for its own.
  process.env['TMPDIR'] = aside
  try {
    const { default: packaged, inflate } = await import('@sparticuz/chromium')
    const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin')
    await Promise.all([packaged.executablePath(bin), inflate(join(bin, 'al2023.tar.br'))])
    await rename(aside, CACHE).catch((cause: unknown) => {
      if (!existsSync(CACHE)) throw cause
    })
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    await rm(aside, { recursive: true, force: true })
  }
}
