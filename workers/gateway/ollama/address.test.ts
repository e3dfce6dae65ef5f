import { describe, expect, it } from 'vitest'
import { parseAddress } from './address.ts'

describe('an address', () => {
  it.for<[string, string]>([
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434'],
    ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434'],
    ['  "http://box:11434/" ', 'http://box:11434'],
    ["'https://ollama.example.com'", 'https://ollama.example.com'],
    ['127.0.0.1:11434', 'http://127.0.0.1:11434'],
    ['127.0.0.1', 'http://127.0.0.1:11434'],
    ['localhost', 'http://localhost:11434'],
    ['box.local:8080', 'http://box.local:8080'],
    ['[::1]:11434', 'http://[::1]:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['ollama.example.com', 'https://ollama.example.com'],
    ['ollama.example.com:11434', 'http://ollama.example.com:11434'],
    ['http://box:11434/api', 'http://box:11434'],
    ['http://box:11434/api/', 'http://box:11434'],
    ['http://box:11434/v1', 'http://box:11434'],
    ['http://box:11434/v1/chat/completions', 'http://box:11434'],
    ['http://box:11434/api/tags', 'http://box:11434'],
    ['https://example.com/ollama/v1', 'https://example.com/ollama'],
    ['https://example.com/api/ollama', 'https://example.com/api/ollama'],
    ['HTTPS://Example.com', 'https://example.com'],
  ])('“%s” is %s', ([text, url]) => {
    expect(parseAddress(text)).toEqual({ url })
  })

  it.for(['', 'http://', 'ftp://box', 'http://box:port', 'http://a b', 'http://box?x=1', 'http://%zz:x@box'])(
    '“%s” is none',
    text => {
      expect(parseAddress(text)).toBeNull()
    }
  )

  it('with user and password is sent as Basic authentication, and its name has neither', () => {
    expect(parseAddress('http://me:p%C3%A4ss@box:11434/v1')).toEqual({
      url: 'http://box:11434',
      authorization: 'Basic bWU6cMOkc3M=',
    })
    expect(parseAddress('me:secret@box')).toEqual({
      url: 'http://box:11434',
      authorization: 'Basic bWU6c2VjcmV0',
    })
  })
})
