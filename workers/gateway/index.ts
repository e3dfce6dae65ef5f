/** The gateway: the public HTTP API, `Completions` for history, and the Box. */

import { api } from './api.ts'

export { Box } from './box/box.ts'
export { Completions } from './completions.ts'

export default api
