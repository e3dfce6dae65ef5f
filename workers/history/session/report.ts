/** Tells the gateway what a try came to: it learns by it how fast the box is, and whose turn it is. */

import type { TryReport } from '../../protocol/completion.ts'
import { causeOf, log } from '../../protocol/log.ts'

/** Never throws. Told once more where it was not heard: an isolate that was just replaced refuses the first call. */
export async function tell(gateway: HistoryEnv['GATEWAY'], report: TryReport): Promise<void> {
  const once = () => gateway.report(report)
  await once()
    .catch(once)
    .catch((error: unknown) => log('unreported', { request: report.requestId, detail: causeOf(error) }))
}
