/** What this browser remembers. A browser that forbids it (private windows, full disks) just forgets. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`burrow:${key}`)
  } catch {
    return null
  }
}

export function remember(key: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(`burrow:${key}`)
    else localStorage.setItem(`burrow:${key}`, value)
  } catch {
    // Not remembered; everything still works.
  }
}
