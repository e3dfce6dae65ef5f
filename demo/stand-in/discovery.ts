/** What a host says about itself: `/api/tags`, `/api/ps`, `/api/show`. */

import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Box } from './box.ts'
import { findModel } from './box.ts'
import { errors } from './errors.ts'
import { goTime } from './go-json.ts'
import type { DemoModel } from './model.ts'
import { SYSTEM } from './model.ts'
import { parseObject } from './parse-chat.ts'
import { readText, sendJson } from './respond.ts'

/** When the first model was pulled, in Unix milliseconds; each further one an hour earlier, because Ollama sorts so. */
const PULLED_AT = Date.UTC(2026, 7, 21, 12)
const HOUR_MS = 3_600_000

const TEMPLATE = `{{- range .Messages }}<|im_start|>{{ .Role }}
{{ .Content }}<|im_end|>
{{ end }}<|im_start|>assistant
`

export function tags(box: Box, response: ServerResponse): void {
  const models = box.models.map((model, index) => ({
    name: model.name,
    model: model.name,
    ...remoteOf(model),
    modified_at: goTime(PULLED_AT - index * HOUR_MS),
    size: model.size,
    digest: digestOf(model),
    details: detailsOf(model, model.capabilitiesInTags),
    ...(model.capabilitiesInTags && box.switches.capabilitiesInTags && { capabilities: model.capabilities }),
  }))
  sendJson(response, { models })
}

/**
 * A model that is being loaded is not listed. Until a first user has left a model, Ollama counts the time that it stays
 * from each look anew; here it counts from the load, for a time that moves says to Burrow that somebody else was answered,
 * and no test with a new model could see any more whether it is taken for wedged.
 */
export function ps(box: Box, response: ServerResponse): void {
  if (box.switches.psHangs) return
  const models = box.memory.runners.flatMap(({ name, since, expiresAt, keepMs, options }) => {
    const model = findModel(box, name)
    if (!model) return []
    return {
      name,
      model: name,
      size: model.size,
      digest: digestOf(model),
      details: detailsOf(model, false),
      expires_at: goTime(expiresAt ?? since + keepMs),
      size_vram: model.size,
      context_length: options.context,
    }
  })
  sendJson(response, { models })
}

export async function show(box: Box, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { model: asked, name } = parseObject(await readText(request))
  const wanted = String(asked ?? name ?? '')
  if (wanted === '') throw errors.modelRequired()
  const model = findModel(box, wanted)
  if (!model) throw errors.modelMissing(wanted)
  sendJson(response, {
    modelfile: `# A model of Burrow's demo\nFROM ${model.name}\nSYSTEM ${SYSTEM}\n`,
    parameters: model.numCtx ? `num_ctx ${model.numCtx}\ntemperature 0` : 'temperature 0',
    template: TEMPLATE,
    system: SYSTEM,
    details: detailsOf(model, false),
    model_info: {
      'general.architecture': model.family,
      [`${model.family}.context_length`]: model.context,
    },
    capabilities: model.capabilities,
    modified_at: goTime(PULLED_AT),
    ...remoteOf(model),
  })
}

function detailsOf(model: DemoModel, withContext: boolean): object {
  return {
    parent_model: '',
    format: 'gguf',
    family: model.family,
    families: [model.family],
    parameter_size: model.parameters,
    quantization_level: 'Q4_K_M',
    ...(withContext && { context_length: model.context }),
  }
}

function remoteOf({ remote }: DemoModel): object {
  return remote ? { remote_model: remote.model, remote_host: remote.host } : {}
}

function digestOf({ name }: DemoModel): string {
  return createHash('sha256').update(`burrow demo ${name}`).digest('hex')
}
