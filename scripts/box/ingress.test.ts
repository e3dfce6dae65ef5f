/** Which paths of an Ollama the tunnel lets in, and which mistakes in its rules are found. */

import { readFileSync } from 'node:fs'
import { describe, it } from 'vitest'
import { at } from '../paths.ts'
import { readIngress, ruleFor } from './ingress.ts'
import { KEPT_OUT, LET_IN } from './paths.fixture.ts'

const OURS = readFileSync(at('box', 'config.yml'), 'utf8')
const HOST = 'ollama.example.com'

describe('the rules of box/config.yml', () => {
  it('are right', ({ expect }) => {
    expect(readIngress(OURS).wrong).toEqual([])
  })

  it.for(LET_IN)('[V2] let %s in', (path, { expect }) => {
    const rule = ruleFor(readIngress(OURS).rules, HOST, path)
    expect(rule).toMatchObject({
      service: 'http://127.0.0.1:11434',
      originRequest: { httpHostHeader: 'localhost:11434', access: { required: true } },
    })
  })

  it.for(KEPT_OUT)('[V2] keep %j out', (path, { expect }) => {
    expect(ruleFor(readIngress(OURS).rules, HOST, path)?.service).toBe('http_status:404')
  })

  it('[V2] keep every path of another host name out', ({ expect }) => {
    expect(ruleFor(readIngress(OURS).rules, 'other.example.com', '/api/chat')?.service).toBe(
      'http_status:404'
    )
  })
})

const rules = (ingress: string) => `tunnel: x\ncredentials-file: y\ningress:\n${ingress}`
const LAST = '  - service: http_status:404\n'

describe('a mistake is named', () => {
  it.for([
    [
      'a word that cloudflared only warns of',
      OURS.replace('httpHostHeader', 'httpHostheader'),
      'httpHostheader is not known',
    ],
    ['a word of the file', `${OURS}\ningres: []\n`, 'ingres is not known'],
    ['nothing', '', 'Invalid type'],
    ['no rule', 'ingress: []', 'has no rule'],
    [
      'no last rule',
      rules('  - hostname: a.example\n    service: http://127.0.0.1:1\n'),
      'must end with a rule for everything else',
    ],
    ['a rule for everything before others', rules(`${LAST}${LAST}`), 'behind one that takes everything'],
    [
      'a port in a host name',
      rules(`  - hostname: a.example:1\n    service: http://127.0.0.1:1\n${LAST}`),
      'without a port',
    ],
    [
      'a star in the middle',
      rules(`  - hostname: a.*.example\n    service: http://127.0.0.1:1\n${LAST}`),
      '* only as its first label',
    ],
    [
      'a path in a service',
      rules(`  - hostname: a.example\n    service: http://127.0.0.1:1/api\n${LAST}`),
      'an address without a path',
    ],
    [
      'a service without a scheme',
      rules(`  - hostname: a.example\n    service: 127.0.0.1:1\n${LAST}`),
      'an address without a path',
    ],
    [
      'no regular expression',
      rules(`  - path: "(a"\n    service: http://127.0.0.1:1\n${LAST}`),
      'that Go has',
    ],
    [
      'one that Go does not have',
      rules(`  - path: "^/(?!api)"\n    service: http://127.0.0.1:1\n${LAST}`),
      'that Go has',
    ],
    ['a status that is none', rules('  - service: http_status:42\n'), 'or http_status:404'],
    ['an audience without a team', OURS.replace(/teamName.*/, ''), 'audTag and no teamName'],
    ['no YAML', 'ingress: [', 'at line 1'],
  ] as const)('%s', ([, text, words], { expect }) => {
    const { wrong } = readIngress(text)
    expect(wrong.join('\n')).toContain(words)
  })
})
