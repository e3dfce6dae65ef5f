/** The adversary's whole responses: what Ollama, the Tunnel, Access or the edge says instead of an answer. */

import type { OutgoingHttpHeaders } from 'node:http'

import { goJson } from '../stand-in/go-json.ts'

export interface WholeResponse {
  status: number
  headers: OutgoingHttpHeaders
  body: string
}

const json = (status: number, error: string, headers: OutgoingHttpHeaders = {}): WholeResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: goJson({ error }),
})

const html = (
  status: number,
  title: string,
  text: string,
  headers: OutgoingHttpHeaders = {}
): WholeResponse => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8', ...headers },
  body: `<!DOCTYPE html>\n<html lang="en-US"><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>\n`,
})

const text = (status: number, body: string, headers: OutgoingHttpHeaders = {}): WholeResponse => ({
  status,
  headers: { 'content-type': 'text/plain', ...headers },
  body,
})

const edge = { server: 'cloudflare', 'cf-ray': '8f2b7c1d2e3f4a5b-FRA' }

const promptTooLong = goJson({
  error: {
    code: 400,
    message: 'request (9001 tokens) exceeds the available context size (8192 tokens), try increasing it',
    type: 'exceed_context_size_error',
    n_prompt_tokens: 9001,
    n_ctx: 8192,
  },
})

export const refusals: Record<string, WholeResponse> = {
  'fault-html': html(200, 'Sign in', 'Log in to continue to ollama.example.com.'),
  'fault-301': text(301, '', { location: 'https://elsewhere.example/api/chat' }),
  'fault-302': text(302, '', {
    location:
      'https://burrow-demo.cloudflareaccess.com/cdn-cgi/access/login/ollama.example.com?kid=demo&redirect_url=%2Fapi%2Fchat',
    ...edge,
  }),
  'fault-401': html(
    401,
    'Unauthorized ・ Cloudflare Access',
    'The service token is missing or has expired.',
    edge
  ),
  'fault-401-cloud': {
    ...json(401, 'unauthorized'),
    body: goJson({ error: 'unauthorized', signin_url: 'https://ollama.com/connect?name=demo&key=demo' }),
  },
  'fault-403': html(403, 'Forbidden ・ Cloudflare Access', "You don't have permission to view this.", edge),
  'fault-403-empty': { status: 403, headers: { 'content-length': 0 }, body: '' },
  'fault-404': text(404, '404 page not found'),
  'fault-404-json': json(404, "model 'fault-404-json:1b' not found"),
  'fault-400-thinking': json(400, '"fault-400-thinking:1b" does not support thinking'),
  'fault-400-long': json(400, promptTooLong),
  'fault-429': html(429, 'Too many requests', 'You are being rate limited.', edge),
  'fault-500-oom': json(
    500,
    'llama-server reported out-of-memory during startup: cudaMalloc failed: out of memory'
  ),
  'fault-500-runner': json(
    500,
    'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details'
  ),
  'fault-502': html(502, 'Bad gateway', 'Unable to reach the origin service. Error 502', edge),
  'fault-503-busy': json(503, 'server busy, please try again.  maximum pending requests exceeded'),
  'fault-520': html(520, 'Web server is returning an unknown error', 'Error code 520', edge),
  'fault-524': html(524, 'A timeout occurred', 'The origin web server timed out. Error code 524', edge),
  'fault-530': html(530, 'Cloudflare Tunnel error', 'Error 1033: unable to resolve the tunnel.', {
    'retry-after': '120',
    ...edge,
  }),
}
