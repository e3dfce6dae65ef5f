/** What all files of this folder need, made once: the page and the Workers as they are deployed. */

import { build } from '../scripts/build.ts'

export default build
