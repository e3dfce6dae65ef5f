/** `npm run deploy` as somebody runs it who is asked nothing. */

import type { Cloudflare } from './cloudflare/server.ts'
import type { Copy } from './copy.ts'
import { start } from './processes.ts'

/** What the owner has in the environment. */
export const OWNERS = { OLLAMA_URL: 'https://ollama.example.com', WORKERS_SUBDOMAIN: 'somebody' }

/** What leads a deployment to the stand-in, with the owner's settings. */
export const environment = ({ url, token, account }: Cloudflare): Record<string, string> => ({
  CLOUDFLARE_API_BASE_URL: url,
  CLOUDFLARE_API_TOKEN: token,
  CLOUDFLARE_ACCOUNT_ID: account.id,
  OLLAMA_HOSTS: '',
  ...OWNERS,
})

interface Run {
  code: number | null
  said: string
  /** What was asked of Cloudflare and changes something there. */
  changes: string[]
}

export async function deploy(
  copy: Copy,
  cloudflare: Cloudflare,
  args: string[] = [],
  env: Record<string, string> = {}
): Promise<Run> {
  const { calls } = cloudflare
  const before = calls.length
  const given = { ...environment(cloudflare), ...env }
  const all = ['--yes', '--no-check', ...args]
  const run = start(copy.at('scripts', 'deploy', 'main.ts'), copy.at(), given, all)
  const code = await run.ended
  const changes = calls
    .slice(before)
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/query'))
    .map(({ method, path }) => `${method} ${path}`)
  return { code, said: run.said(), changes }
}
