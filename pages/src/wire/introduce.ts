/**
 * Burrow makes a visitor of whoever comes without its cookie, and sends one along. Two first requests at once would
 * make two visitors of one, and what the first began would be lost to the second; so the first goes alone.
 */

let introduction: Promise<boolean> | null = null

/** Sends a request that concerns the visitor's own things. */
export async function asVisitor(path: string, init: RequestInit): Promise<Response> {
  if (introduction) {
    if (await introduction) return fetch(path, { credentials: 'same-origin', ...init })
    // A first request that failed has introduced nobody: whoever waited for it may be the first now.
    return asVisitor(path, init)
  }
  const first = fetch(path, { credentials: 'same-origin', ...init })
  introduction = first.then(
    () => true,
    () => {
      introduction = null
      return false
    }
  )
  return first
}
