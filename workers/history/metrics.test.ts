import { describe, it } from 'vitest'
import { metricsOf } from './metrics.ts'
import type { TurnRecord } from './session/record.ts'

const RECORD: TurnRecord = {
  request: 'r-1',
  who: 'w-1',
  model: 'm:1b',
  how: 'failed',
  code: 'model_failed',
  ms: { earlier: 1, waiting: 2, queued: 3, loading: 4, reading: 5, writing: 6 },
  tokens: { prompt: 7, answer: 8 },
  tries: 9,
  seams: 10,
}

/** What a dataset was given. */
function pointsOf(...records: TurnRecord[]): AnalyticsEngineDataPoint[] {
  const points: AnalyticsEngineDataPoint[] = []
  const metrics = metricsOf({ METRICS: { writeDataPoint: point => void (point && points.push(point)) } })
  for (const record of records) metrics.record(record)
  return points
}

describe('the metrics of a turn', () => {
  it('are one point, whose columns stand where queries look for them, and name nobody', ({ expect }) => {
    expect(pointsOf(RECORD)).toEqual([
      {
        indexes: ['failed'],
        blobs: ['failed', 'm:1b', 'model_failed'],
        doubles: [9, 10, 7, 8, 1, 2, 3, 4, 5, 6],
      },
    ])
  })

  it('have every column, whatever is not known', ({ expect }) => {
    const unknown = { model: undefined, code: undefined, tokens: { prompt: undefined, answer: 0 } }
    const [point] = pointsOf({ ...RECORD, ...unknown })
    expect(point?.blobs).toEqual(['failed', '', ''])
    expect(point?.doubles).toEqual([9, 10, 0, 0, 1, 2, 3, 4, 5, 6])
  })

  it('go nowhere where nothing is bound', ({ expect }) => {
    expect(metricsOf({}).record(RECORD)).toBeUndefined()
  })
})
