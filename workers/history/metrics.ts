/** Where the figures of turns go, to be added up: to Workers Analytics Engine, where the owner has asked for it, else nowhere. */

import type { TurnRecord } from './session/record.ts'

export interface Metrics {
  /** Takes one point, at once and without waiting for it to arrive. */
  record(turn: TurnRecord): void
}

declare global {
  interface HistoryEnv {
    /**
     * A dataset of Workers Analytics Engine. It is in no `wrangler.toml`: an account that has not enabled Analytics
     * Engine refuses a Worker that binds it. `npm run deploy -- --metrics` binds it.
     */
    METRICS?: AnalyticsEngineDataset
  }
}

const NOWHERE: Metrics = { record: () => {} }

export const metricsOf = ({ METRICS }: Pick<HistoryEnv, 'METRICS'>): Metrics =>
  METRICS === undefined ? NOWHERE : analyticsEngine(METRICS)

/**
 * Queries name columns by their number: what is added comes last, and nothing is ever put between. Neither who asked
 * nor the request is among them. A turn is one point of 3 blobs and 10 doubles; Analytics Engine takes 20 of each, 16 kB
 * of blobs (a model's name has 200 characters at most), and 250 points an invocation.
 */
const analyticsEngine = (dataset: AnalyticsEngineDataset): Metrics => ({
  record: ({ how, model = '', code = '', tries, seams, tokens, ms }) =>
    dataset.writeDataPoint({
      // What is too much is thinned out for each index by itself: however many are done, none that failed is left out.
      indexes: [how],
      blobs: [how, model, code],
      doubles: [
        tries,
        seams,
        tokens.prompt ?? 0,
        tokens.answer,
        ms.earlier,
        ms.waiting,
        ms.queued,
        ms.loading,
        ms.reading,
        ms.writing,
      ],
    }),
})
