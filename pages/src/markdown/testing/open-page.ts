/** A blank page with the renderer on it, served with the policy that the real page has. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { launchChromium } from '../../../../test/chromium.ts'

const HEADERS = join(import.meta.dirname, '../../../public/_headers')

async function policy(): Promise<string> {
  const found = /Content-Security-Policy: (.*)/.exec(await readFile(HEADERS, 'utf8'))?.[1]
  if (!found) throw new Error('The page sets no Content-Security-Policy')
  return found
}

const BLANK =
  '<!doctype html><meta charset="utf-8"><title>Blank</title><link rel="stylesheet" href="/said.css"><script type="module" src="/exposed.js"></script>'

/** How an answer looks: what is laid out, and how, is a part of what it costs. */
const STYLE = join(import.meta.dirname, '../../styles/said.css')

/** The modules by path, built as the page's own are, without touching the disk. */
async function bundle(): Promise<Map<string, string>> {
  const entry = join(import.meta.dirname, 'exposed.ts')
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, target: 'es2024', lib: { entry, formats: ['es'], fileName: 'exposed' } },
  })
  const outputs = [built].flat().flatMap(one => ('output' in one ? one.output : []))
  return new Map(outputs.flatMap(one => ('code' in one ? [[`/${one.fileName}`, one.code] as const] : [])))
}

export interface Opened {
  page: Page
  /** Every address the page asked for, other than its own modules. */
  asked: string[]
  close(): Promise<void>
}

export async function openPage(): Promise<Opened> {
  const [modules, csp, style] = await Promise.all([bundle(), policy(), readFile(STYLE, 'utf8')])
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (path === '/said.css') return void response.setHeader('content-type', 'text/css').end(style)
    const code = modules.get(path)
    if (code === undefined && path !== '/') asked.push(path)
    response.setHeader('content-security-policy', csp)
    response.setHeader('content-type', code === undefined ? 'text/html' : 'text/javascript')
    response.end(code ?? BLANK)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const browser = await launchChromium()
  const page = await browser.newPage()
  page.on('request', request => {
    if (!request.url().startsWith(address)) asked.push(request.url())
  })
  await page.goto(address, { waitUntil: 'networkidle' })
  asked.length = 0
  return {
    page,
    asked,
    async close() {
      await browser.close()
      server.close()
    },
  }
}
