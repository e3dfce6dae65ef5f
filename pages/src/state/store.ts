/** What this browser remembers. A browser that forbids it (private windows, full disks) just forgets. */

const PREFIX = 'burrow:'

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key)
  } catch {
    return null
  }
}

export function remember(key: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, value)
  } catch {
    // Not remembered; everything still works.
  }
}

/** Forgets all whose keys begin so. */
export function forget(beginning: string) {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX + beginning)) localStorage.removeItem(key)
  } catch {
    // There is nothing to forget.
  }
}

/** Hears of what other tabs remember and forget, of the keys that begin so: the rest of the key, what was, what is. */
export function watchStore(
  beginning: string,
  heard: (rest: string, before: string | null, now: string | null) => void
) {
  const whole = PREFIX + beginning
  addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key?.startsWith(whole)) heard(key.slice(whole.length), oldValue, newValue)
  })
}
