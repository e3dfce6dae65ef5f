/** The look of the owner's page. It comes with the page's code, so that nobody else waits for it. */

import css from './owner.css?inline'

const sheet = new CSSStyleSheet()
sheet.replaceSync(css)
document.adoptedStyleSheets.push(sheet)
