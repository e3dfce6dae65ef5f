import { describe, expect, it, vi } from 'vitest'
import { Misconfigured, settings } from './settings.ts'

const COOKIE_SECRET = 'x'.repeat(32)
const env = { OLLAMA_URL: 'http://127.0.0.1:11434', COOKIE_SECRET }

/** What the owner's log says of a wrong environment. */
function logOf(wrong: Record<string, string>): string {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  try {
    expect(() => settings({ ...env, ...wrong })).toThrow(Misconfigured)
    return warn.mock.calls.join('\n')
  } finally {
    warn.mockRestore()
  }
}

describe('the settings', () => {
  it('are what their units say, and have defaults', () => {
    expect(settings(env)).toEqual({
      hosts: [{ url: 'http://127.0.0.1:11434' }],
      access: null,
      models: [],
      answerTokens: 16_384,
      letGoMs: null,
      waitMs: 600_000,
      wedgeMs: 45_000,
      unloadWedged: false,
      cookieSecret: COOKIE_SECRET,
    })
    const set = settings({
      ...env,
      MODELS: ' gemma3, qwen3:8b ,"registry.local:5000/team/model",',
      ANSWER_TOKENS: '100',
      LET_GO_SECONDS: '1.5',
      UNLOAD_WEDGED: 'true',
      ACCESS_CLIENT_ID: 'id',
      ACCESS_CLIENT_SECRET: 'secret',
    })
    expect(set).toMatchObject({
      models: ['gemma3:latest', 'qwen3:8b', 'registry.local:5000/team/model:latest'],
      answerTokens: 100,
      letGoMs: 1_500,
      unloadWedged: true,
      access: { id: 'id', secret: 'secret' },
    })
  })

  it('are parsed once', () => {
    const once = { ...env }
    expect(settings(once)).toBe(settings(once))
  })

  it.for([
    ['ANSWER_TOKENS', '16k'],
    ['ANSWER_TOKENS', '0'],
    ['LET_GO_SECONDS', '110s'],
    ['WAIT_SECONDS', '-1'],
    ['WEDGE_SECONDS', '99999'],
    ['UNLOAD_WEDGED', 'maybe'],
    ['COOKIE_SECRET', ''],
    ['COOKIE_SECRET', 'x'.repeat(31)],
    ['ACCESS_CLIENT_SECRET', 'without an id'],
    ['OLLAMA_URL', ''],
    ['OLLAMA_URL', 'http://'],
    ['OLLAMA_URL', 'ftp://box'],
    ['OLLAMA_URL', 'http://box:port'],
  ] as const)('name %s when it is “%s”', ([name, value]) => {
    expect(logOf({ [name]: value })).toMatch(new RegExp(`^\\{"burrow":"misconfigured","what":"${name} `))
  })

  it('never stand in the log themselves', () => {
    expect(logOf({ OLLAMA_URL: 'http://me:canary@box:port', COOKIE_SECRET: 'canary' })).not.toMatch('canary')
  })
})
