/** Paths of an Ollama, for whoever tests what a tunnel's rules let in. */

/** All that Burrow calls. */
export const LET_IN = ['/api/chat', '/api/tags', '/api/ps', '/api/show', '/api/version']

export const KEPT_OUT = [
  '/',
  '/api',
  '/api/',
  '/api/delete',
  '/api/pull',
  '/api/push',
  '/api/create',
  '/api/copy',
  '/api/blobs/sha256:0',
  '/api/generate',
  '/api/embed',
  '/api/me',
  '/api/chatx',
  '/api/chat/',
  '/api/chat/../pull',
  '/api/chat\n/api/pull',
  '//api/chat',
  '/x/api/chat',
  '/API/chat',
  '/api/version/../delete',
  '/v1/chat/completions',
  '/v1/messages',
  '/metrics',
]
