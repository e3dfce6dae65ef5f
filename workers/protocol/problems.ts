/** Every way in which Burrow says no: a code for programs, a status for HTTP, a sentence for a person. */

export interface Problem {
  code: ProblemCode
  message: string
  /** The same request may succeed later. */
  retryable: boolean
  retryAfterMs?: number
  /** With `chat_busy`: the turn that is running. */
  turn?: string
}

interface Kind {
  status: number
  retryable: boolean
  message: string
}

/** One entry a code. Statuses are HTTP's; a problem inside a stream has none on the wire. */
export const problems = {
  // Refusals of a request
  bad_request: { status: 400, retryable: false, message: 'Burrow could not read this request.' },
  too_large: { status: 413, retryable: false, message: 'This is longer than Burrow accepts.' },
  not_found: { status: 404, retryable: false, message: 'There is nothing here.' },
  not_allowed: { status: 403, retryable: false, message: 'This model is not offered here. Pick another.' },
  not_signed_in: {
    status: 401,
    retryable: false,
    message: 'This Burrow is for people whom its owner lets in. Load the page anew to sign in.',
  },
  check_unavailable: {
    status: 503,
    retryable: true,
    message: 'Burrow cannot find out just now who asks. Try again in a moment.',
  },
  needs_pass: { status: 403, retryable: false, message: 'Burrow wants to know that you are a person.' },
  pass_refused: {
    status: 403,
    retryable: true,
    message: 'Burrow could not make sure that you are a person. Try it again.',
  },
  passkeys_unavailable: {
    status: 409,
    retryable: false,
    message: 'Passkeys do not work at this address.',
  },
  passkey_refused: {
    status: 403,
    retryable: true,
    message: 'Burrow does not know this passkey, or it took too long. Try it again.',
  },
  too_many_passkeys: { status: 409, retryable: false, message: 'You have 20 passkeys. Remove one first.' },
  too_many_tries: {
    status: 429,
    retryable: true,
    message: 'That was tried too often. Try again in a minute.',
  },
  foreign_origin: { status: 403, retryable: false, message: 'This request came from another site.' },
  no_key: {
    status: 401,
    retryable: false,
    message: 'Burrow does not know this API key. Its page makes them.',
  },
  too_many_keys: {
    status: 409,
    retryable: false,
    message: 'You have as many API keys as Burrow gives. Revoke one first.',
  },
  not_a_socket: { status: 426, retryable: false, message: 'Only a WebSocket can be opened here.' },
  too_many_tabs: { status: 429, retryable: true, message: 'Burrow is open in too many tabs.' },
  too_many_viewers: {
    status: 429,
    retryable: true,
    message: 'This answer is watched from too many places.',
  },
  chat_busy: { status: 409, retryable: true, message: 'An answer is still being written in this chat.' },
  chat_full: { status: 409, retryable: false, message: 'This chat is full. Begin a new one.' },
  outdated: {
    status: 409,
    retryable: false,
    message: 'This page is older than Burrow. Load it anew; what you wrote stays.',
  },
  // The owner's word
  paused: { status: 503, retryable: true, message: 'Paused by the owner. You can still read and search.' },
  blocked: { status: 403, retryable: false, message: 'The owner of this box does not let you ask any more.' },
  ended: { status: 409, retryable: true, message: 'The owner of this box has ended this answer.' },
  // Limits: each says when to come back, or what makes room.
  too_fast: { status: 429, retryable: true, message: 'This is faster than anybody may ask here.' },
  used_up: { status: 429, retryable: true, message: 'Your box time is used up.' },
  too_many_visitors: {
    status: 429,
    retryable: true,
    message: 'Many people have come here from your network within this hour. Try again later.',
  },
  too_much_written: { status: 429, retryable: true, message: 'Your network has written enough for today.' },
  too_many_requests: {
    status: 429,
    retryable: true,
    message: 'Burrow is asked too much from your network. Try again in a minute.',
  },
  kept_full: {
    status: 507,
    retryable: false,
    message: 'There is no room here for more of yours. Delete chats that you need no more, and ask again.',
  },
  site_full: {
    status: 507,
    retryable: true,
    message: 'Burrow’s memory is full. Only its owner can make room.',
  },
  history_unavailable: { status: 503, retryable: true, message: 'Burrow cannot reach its memory just now.' },
  internal: { status: 500, retryable: true, message: 'Something broke inside Burrow.' },

  // The box and the way to it
  host_refused: { status: 502, retryable: true, message: 'The box is up but Ollama is not answering.' },
  host_offline: { status: 503, retryable: true, message: 'The box is offline.' },
  host_unreachable: { status: 502, retryable: true, message: 'Burrow could not reach Ollama at the box.' },
  misconfigured: { status: 502, retryable: false, message: 'This Burrow is not set up correctly.' },
  upstream_auth: {
    status: 502,
    retryable: false,
    message: 'Burrow is no longer let in to the box. Its owner must renew the key.',
  },
  not_ollama: {
    status: 502,
    retryable: false,
    message: 'What answers at the box is not Ollama. Its owner must look at the address.',
  },
  waited_too_long: {
    status: 504,
    retryable: true,
    message: 'The box did not come to this question in time. Try again later.',
  },
  busy: { status: 503, retryable: true, message: 'The box is busy.' },

  // The model
  no_continuation: {
    status: 409,
    retryable: false,
    message: 'This model cannot go on with an answer that was cut.',
  },
  model_loading: {
    status: 504,
    retryable: true,
    message: 'The model is still being loaded. Try again in a minute.',
  },
  load_too_long: {
    status: 504,
    retryable: false,
    message:
      'This model takes longer to load than the way to the box allows. Its owner can keep it loaded; pick another until then.',
  },
  no_models: { status: 503, retryable: true, message: 'No model that can chat is installed on the box.' },
  model_missing: {
    status: 404,
    retryable: false,
    message: 'That model is no longer installed. Pick another.',
  },
  model_failed: { status: 502, retryable: true, message: 'The model stopped unexpectedly.' },
  unsupported: { status: 400, retryable: false, message: 'This model cannot do what was asked of it.' },
  too_long: {
    status: 400,
    retryable: false,
    message: 'This chat is too long for the model. Start a new one or shorten it.',
  },

  // The answer
  not_kept: {
    status: 507,
    retryable: false,
    message: 'This was more than Burrow’s memory takes. What fits of it is kept.',
  },
  interrupted: {
    status: 502,
    retryable: true,
    message: 'The answer was interrupted. All that had arrived is kept.',
  },
  incomplete: { status: 502, retryable: true, message: 'The answer ended early and may be incomplete.' },
  stalled: { status: 504, retryable: true, message: 'The model went quiet. All that had arrived is kept.' },
  unreadable: { status: 502, retryable: true, message: 'The box sent something that Burrow could not read.' },
  repetition: { status: 502, retryable: true, message: 'The model got stuck repeating itself.' },
} as const satisfies Record<string, Kind>

export type ProblemCode = keyof typeof problems

/** A problem of this code, with the code's own sentence unless a better one is at hand. */
export function problem(code: ProblemCode, extra: Partial<Omit<Problem, 'code'>> = {}): Problem {
  const { retryable, message } = problems[code]
  return { code, message, retryable, ...extra }
}

/** What a call across a binding answers: an expected refusal is a value, a surprise an exception. */
export type Reply<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export const ok = <T>(value: T): Reply<T> => ({ ok: true, value })
export const no = (code: ProblemCode, extra?: Partial<Omit<Problem, 'code'>>): Reply<never> => ({
  ok: false,
  problem: problem(code, extra),
})
