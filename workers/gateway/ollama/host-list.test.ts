import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { type HostSetting, HostList, hostsAt, MOST_HOSTS } from './host-list.ts'

const Text = v.pipe(v.string(), HostList)

const read = (list: unknown): HostSetting[] => v.parse(Text, JSON.stringify(list))

/** What is said of a text that is wrong. */
const wrong = (text: string): string | undefined => v.safeParse(Text, text).issues?.[0].message

const names = (hosts: HostSetting[]) => hosts.map(({ name }) => name)

describe('a list of hosts', () => {
  it('says of each what it is called, where it is, and what it does at once', () => {
    const attic = { name: ' attic ', url: 'http://me:pw@10.0.0.5:11434/v1', slots: 2, resident: 3 }
    expect(read([attic, { url: 'ollama.example.com' }])).toEqual([
      {
        name: 'attic',
        url: 'http://10.0.0.5:11434',
        authorization: `Basic ${btoa('me:pw')}`,
        slots: 2,
        resident: 3,
      },
      { name: 'ollama.example.com', url: 'https://ollama.example.com', slots: 1, resident: 1 },
    ])
  })

  it('may be empty, which names none', () => {
    expect([v.parse(Text, ''), v.parse(Text, ' [ ] ')]).toEqual([[], []])
  })

  it('gives names that no other has to those that have none', () => {
    const urls = [
      'https://proxy.example.com/a',
      'https://proxy.example.com/b',
      'http://box:11434',
      'http://box:11435',
      'http://attic:11434',
      `https://${'long-'.repeat(9)}.example.com/a`,
      `https://${'long-'.repeat(9)}.example.com/b`,
    ]
    const hosts = read([{ name: 'attic', url: 'http://10.0.0.5' }, ...urls.map(url => ({ url }))])
    expect(names(hosts)).toEqual([
      'attic',
      'proxy.example.com',
      'proxy.example.com 2',
      'box:11434',
      'box:11435',
      'attic:11434',
      'long-'.repeat(8),
      `${'long-'.repeat(7)}lon 2`,
    ])
  })

  it('gives no name that a later one was given', () => {
    expect(names(read([{ url: 'http://box' }, { name: 'box', url: 'http://10.0.0.5' }]))).toEqual([
      'box 2',
      'box',
    ])
  })

  it.for<[string, string]>([
    ['?', 'must be a list of hosts in JSON'],
    ['null', 'must be a list of hosts in JSON'],
    ['{"url":"http://box"}', 'must be a list of hosts in JSON'],
    ['["http://box"]', '[0] must be an object'],
    ['[{}]', '[0].url must be an address'],
    ['[{"url":7}]', '[0].url must be an address'],
    ['[{"url":"ftp://box"}]', '[0].url must be an address'],
    ['[{"url":"box"},{"url":"http://box:11434/"}]', '[1].url is the address of a host before it'],
    ['[{"url":"box"},{"url":"attic","slots":"2"}]', '[1].slots must be a whole number from 1 to 256'],
    ['[{"url":"box","slots":0}]', '[0].slots must be a whole number'],
    ['[{"url":"box","slots":null}]', '[0].slots must be a whole number'],
    ['[{"url":"box","resident":257}]', '[0].resident must be a whole number'],
    ['[{"url":"box","resident":1.5}]', '[0].resident must be a whole number'],
    ['[{"url":"box","name":""}]', '[0].name must be a text of 1 to 40 characters'],
    [`[{"url":"box","name":"${'x'.repeat(41)}"}]`, '[0].name must be a text of 1 to 40 characters'],
    ['[{"url":"box","name":"a\\nb"}]', '[0].name must be a text'],
    ['[{"url":"box","name":"a"},{"url":"attic","name":"a"}]', '[1].name is the name of a host before it'],
    ['[{"url":"box","slot":2}]', '[0] has a field that is none of name, url, slots, resident'],
  ])('is refused where it is wrong: %s', ([text, words]) => {
    expect(wrong(text)).toContain(words)
  })

  it.for([
    'http://me:hush@box',
    '[{"url":"ftp://me:hush@box"}]',
    '[{"url":"http://me:hush@box","name":"hush","slots":"hush"}]',
    '[{"http://me:hush@box":2}]',
    '[{"url":"http://me:hush@box"},{"url":"http://you:hush@box"}]',
    '["http://me:hush@box"]',
  ])('is never quoted where it is wrong: %s', text => {
    expect(wrong(text)).toBeTruthy()
    expect(wrong(text)).not.toContain('hush')
  })

  it(`has ${MOST_HOSTS} hosts at most`, () => {
    const many = Array.from({ length: MOST_HOSTS + 1 }, (_, n) => ({ url: `http://box-${n}` }))
    expect(read(many.slice(1))).toHaveLength(MOST_HOSTS)
    expect(wrong(JSON.stringify(many))).toBe('has 33 hosts, and may have 32')
  })
})

describe('addresses alone', () => {
  it('are hosts of one slot and one model, and one that is named twice is one', () => {
    const one = { slots: 1, resident: 1 }
    expect(hostsAt([{ url: 'http://a' }, { url: 'http://b:1' }, { url: 'http://a' }])).toEqual([
      { name: 'a', url: 'http://a', ...one },
      { name: 'b', url: 'http://b:1', ...one },
    ])
  })
})
