/** The gateway: the public HTTP API, and `Completions` for history. */

import { api } from './api.ts'

export { Completions } from './completions.ts'

export default api
