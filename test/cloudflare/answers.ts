/** The envelope in which Cloudflare's API answers. */

/** A call is refused, with Cloudflare's own code. */
export class Refused extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const answer = (result: unknown, info?: object): Response =>
  Response.json({ success: true, errors: [], messages: [], result, ...(info && { result_info: info }) })

/** One page that holds all there is. */
export const page = (all: unknown[]): Response =>
  answer(all, {
    page: 1,
    per_page: Math.max(10, all.length),
    count: all.length,
    total_count: all.length,
    total_pages: 1,
  })

/** The page that is asked for. */
export function pageOf(url: string, all: unknown[]): Response {
  const asked = new URL(url).searchParams
  const [number, rows] = [Number(asked.get('page') ?? 1), Number(asked.get('per_page') ?? 20)]
  const some = all.slice((number - 1) * rows, number * rows)
  const total_pages = Math.ceil(all.length / rows)
  return answer(some, {
    page: number,
    per_page: rows,
    count: some.length,
    total_count: all.length,
    total_pages,
  })
}

export const refusal = ({ status, code, message }: Refused): Response =>
  Response.json({ success: false, errors: [{ code, message }], messages: [], result: null }, { status })
