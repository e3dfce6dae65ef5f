/** Draws the first screen at build time, so that it stands in the HTML before any script has run. */

import { renderToString } from 'preact-render-to-string'
import { App } from './app.tsx'

export const prerender = () => renderToString(<App />)
