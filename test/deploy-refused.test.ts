/** What `npm run deploy` is told wrong it finds out before it changes anything. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { startCloudflare } from './cloudflare/server.ts'
import { type Copy, copyProject } from './copy.ts'
import { deploy } from './deploying.ts'

let copy: Copy
beforeAll(async () => {
  copy = await copyProject()
})
afterAll(() => copy.remove())

describe('npm run deploy', { timeout: 120_000 }, () => {
  it.for([
    ['nothing says where Ollama is', [], { OLLAMA_URL: '' }, 'OLLAMA_URL is missing.'],
    [
      'an address is none',
      [],
      { OLLAMA_URL: 'ftp://ollama.example.com' },
      'OLLAMA_URL has something that is no address',
    ],
    [
      'a host has a slot too few',
      [],
      { OLLAMA_HOSTS: '[{"url":"https://ollama.example.com","slots":0}]' },
      'OLLAMA_HOSTS [0].slots must be a whole number',
    ],
    ['an empty list of hosts is all', [], { OLLAMA_URL: '', OLLAMA_HOSTS: '[]' }, 'OLLAMA_URL is missing.'],
    ['half of a key is there', [], { ACCESS_CLIENT_ID: 'x' }, 'only one is there'],
    ['no name is there for workers.dev', [], { WORKERS_SUBDOMAIN: '' }, 'WORKERS_SUBDOMAIN is missing'],
    ['the token is another', [], { CLOUDFLARE_API_TOKEN: 'x' }, 'Workers Scripts: Edit'],
    ['there is no such part', ['box'], {}, 'The parts are gateway, history, pages'],
    ['a stage has no name', ['--stage', 'Ü'], {}, 'small letters, digits and hyphens'],
  ] as [string, string[], Record<string, string>, string][])(
    'does nothing where %s, and says so',
    async ([, args, env, words], { expect, onTestFinished }) => {
      const cloudflare = await startCloudflare()
      onTestFinished(cloudflare.close)
      const run = await deploy(copy, cloudflare, args, env)
      expect(run).toMatchObject({ code: 1, changes: [] })
      expect(run.said).toContain(words)
    }
  )
})
