/** What all files of this folder need, made once: the page as it is deployed. */

import { buildPage } from '../scripts/page.ts'

export default buildPage
