/**
 * The frame in which Turnstile looks whether somebody is a person: the one place of Burrow that asks another site. It is
 * loaded when Burrow wants to know, has a policy of its own, and tells the page what came of it in one word.
 */

const TURNSTILE = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'

/** To the page around it alone, which is of the same origin. */
const tell = word => parent.postMessage({ pass: word }, location.origin)

const script = src =>
  new Promise((resolve, reject) => {
    const made = document.createElement('script')
    made.onload = resolve
    made.onerror = reject
    made.src = src
    document.head.append(made)
  })

async function show() {
  const reply = await fetch('/api/pass')
  if (!reply.ok) throw new Error(reply.status)
  const { siteKey } = await reply.json()
  await script(TURNSTILE)
  const widget = turnstile.render('#widget', {
    sitekey: siteKey,
    action: 'ask',
    size: 'flexible',
    theme: document.documentElement.dataset.theme ?? 'auto',
    callback: async token => {
      const passed = await give(token).catch(() => false)
      tell(passed ? 'passed' : 'refused')
      if (!passed) turnstile.reset(widget)
    },
    'error-callback': () => {
      tell('failed')
      // Said by the page; nothing is to be thrown.
      return true
    },
  })
}

const give = async token => {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch('/api/pass', { method: 'POST', headers, body: JSON.stringify({ token }) })
  return reply.ok
}

if (parent !== window) show().catch(() => tell('failed'))
