/** One careful request: it ends, follows nobody, and never throws. */

/** A box that sleeps may take this long to be reached. */
const PATIENCE_MS = 10_000

/** A list of models or an error has less; more is not read. */
const MOST_CHARS = 1_000_000

export interface Heard {
  /** 0 where nobody answered. */
  status: number
  text: string
  /** As JSON; null where it is none. */
  json: unknown
  /** Why nobody answered. */
  cause: string
}

export async function ask(url: string, init: RequestInit = {}, patienceMs = PATIENCE_MS): Promise<Heard> {
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const response = await fetch(url, { redirect: 'manual', signal, ...init })
    const text = (await response.text()).slice(0, MOST_CHARS)
    return { status: response.status, text, json: parsed(text), cause: '' }
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } }
    const why = cause?.code ?? (error instanceof Error ? error.name : String(error))
    return { status: 0, text: '', json: null, cause: why }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
