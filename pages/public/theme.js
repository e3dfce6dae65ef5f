/** Runs before the first paint: what this browser remembers of the look, and whether the start is to be seen. */
const root = document.documentElement
const recall = key => {
  try {
    return localStorage.getItem(`burrow:${key}`)
  } catch {
    return null
  }
}
const theme = recall('theme')
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
if (recall('side') === 'off') root.dataset.side = 'off'
// The page that is sent shows the start; under a chat's address, or the owner's page's, it must not flash.
if (location.pathname.startsWith('/c/')) root.dataset.at = 'chat'
if (location.pathname === '/owner') root.dataset.at = 'owner'
