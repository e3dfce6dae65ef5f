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
      hosts: [{ name: '127.0.0.1', url: 'http://127.0.0.1:11434', slots: 1, resident: 1 }],
      access: null,
      models: [],
      answerTokens: 16_384,
      letGoMs: null,
      waitMs: 600_000,
      wedgeMs: 45_000,
      unloadWedged: false,
      limits: {
        turnsAMinute: 10,
        boxMs: 30 * 60_000,
        addressBoxMs: 360 * 60_000,
        newVisitorsAnHour: 40,
        addressBytes: 25_000_000,
        questionChars: 128_000,
      },
      networks: [],
      cookieSecret: COOKIE_SECRET,
      olderSecrets: [],
      door: null,
      owners: [],
      ownerCode: null,
      passkeys: { rpId: null, origins: [] },
      turnstile: null,
      telling: null,
    })
    const set = settings({
      ...env,
      MODELS: ' gemma3, qwen3:8b ,"registry.local:5000/team/model",',
      ANSWER_TOKENS: '100',
      LET_GO_SECONDS: '1.5',
      UNLOAD_WEDGED: 'true',
      BOX_MINUTES: '0.5',
      NETWORKS: '192.0.2.0/24=10, 2001:db8::/32=1.5',
      ACCESS_CLIENT_ID: 'id',
      ACCESS_CLIENT_SECRET: 'secret',
    })
    expect(set).toMatchObject({
      models: ['gemma3:latest', 'qwen3:8b', 'registry.local:5000/team/model:latest'],
      answerTokens: 100,
      letGoMs: 1_500,
      unloadWedged: true,
      limits: { boxMs: 30_000 },
      networks: [
        { network: { bytes: [192, 0, 2, 0], bits: 24 }, times: 10 },
        { network: { bits: 32 }, times: 1.5 },
      ],
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
    ['TURNS_A_MINUTE', '0'],
    ['BOX_MINUTES', 'all'],
    ['QUESTION_CHARS', '128001'],
    ['NETWORKS', '192.0.2.0/24'],
    ['NETWORKS', '192.0.2.0/24=0'],
    ['NETWORKS', 'school=2'],
    ['COOKIE_SECRET', ''],
    ['COOKIE_SECRET', 'x'.repeat(31)],
    ['COOKIE_SECRET', `${'x'.repeat(32)},y`],
    ['COOKIE_SECRET', `${'x'.repeat(32)},`],
    ['ACCESS_CLIENT_SECRET', 'without an id'],
    ['ACCESS_TEAM', 'two words'],
    ['ACCESS_TEAM', 'http://team.example'],
    ['ACCESS_AUD', 'short'],
    ['ACCESS_AUD', 'a'.repeat(64)],
    ['ACCESS_FOR', 'some'],
    ['OWNERS', 'me'],
    ['OWNERS', 'me@example.com'],
    ['OWNER_CODE', 'fifteen letters'],
    ['OWNER_CODE', 'x'.repeat(201)],
    ['TURNSTILE_SECRET', 'without a site key'],
    ['TURNSTILE_VERIFY_URL', 'ftp://there'],
    ['RP_ID', '127.0.0.1'],
    ['RP_ID', 'https://burrow.example'],
    ['RP_ORIGINS', 'burrow.example'],
    ['RP_ORIGINS', 'https://burrow.example/'],
    ['OLLAMA_URL', ''],
    ['OLLAMA_URL', 'http://'],
    ['OLLAMA_URL', 'ftp://box'],
    ['OLLAMA_URL', 'http://box:port'],
    ['OLLAMA_URL', Array.from({ length: 33 }, (_, n) => `box-${n}`).join()],
    ['OLLAMA_HOSTS', '?'],
    ['OLLAMA_HOSTS', '[{"url":"http://"}]'],
    ['OLLAMA_HOSTS', '[{"url":"http://box","slots":0}]'],
  ] as const)('name %s when it is “%s”', ([name, value]) => {
    expect(logOf({ [name]: value })).toMatch(new RegExp(`^\\{"burrow":"misconfigured","what":"${name} `))
  })

  it('know a team of Access by its name or its address', () => {
    const ACCESS_AUD = 'a'.repeat(64)
    const issuer = 'https://burrow.cloudflareaccess.com'
    for (const ACCESS_TEAM of ['burrow', 'Burrow.cloudflareaccess.com', `${issuer}/`])
      expect(settings({ ...env, ACCESS_TEAM, ACCESS_AUD })).toMatchObject({
        door: { issuer, audience: [ACCESS_AUD], for: 'everyone' },
      })
    const ACCESS_FOR = 'owner'
    expect(
      settings({
        ...env,
        ACCESS_TEAM: 'burrow',
        ACCESS_AUD,
        ACCESS_FOR,
        OWNERS: 'Me@Example.com, you@example.com',
      })
    ).toMatchObject({ door: { for: 'owner' }, owners: ['me@example.com', 'you@example.com'] })
  })

  it('take the hosts from OLLAMA_HOSTS, or from OLLAMA_URL where that is empty', () => {
    const hosts = JSON.stringify([{ name: 'attic', url: 'http://10.0.0.5:11434', slots: 2 }])
    const attic = { name: 'attic', url: 'http://10.0.0.5:11434', slots: 2, resident: 1 }
    expect(settings({ COOKIE_SECRET, OLLAMA_HOSTS: `'${hosts}'` }).hosts).toEqual([attic])
    for (const OLLAMA_HOSTS of ['', '[]'])
      expect(settings({ ...env, OLLAMA_HOSTS }).hosts).toMatchObject([{ name: '127.0.0.1' }])
  })

  it('say so in the log where OLLAMA_HOSTS takes the place of an OLLAMA_URL', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { hosts } = settings({ ...env, OLLAMA_HOSTS: '[{"url":"http://attic"}]' })
    const lines = warn.mock.calls.join('\n')
    warn.mockRestore()
    expect(hosts).toMatchObject([{ name: 'attic' }])
    expect(lines).toMatch('OLLAMA_HOSTS is used, and OLLAMA_URL is not.')
  })

  it('never stand in the log themselves', () => {
    const wrong = { OLLAMA_URL: 'http://me:canary@box:port', COOKIE_SECRET: 'canary' }
    expect(logOf(wrong)).not.toMatch('canary')
    expect(logOf({ OLLAMA_HOSTS: '[{"url":"http://me:canary@box:port"}]' })).not.toMatch('canary')
  })
})
