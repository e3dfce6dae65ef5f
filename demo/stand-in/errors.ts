/** What Ollama says when it refuses: each error with the status and the wording of the real one. */

/** Thrown anywhere before the first token; the server answers it as `{"error":"…"}`. */
export class OllamaError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export const errors = {
  missingBody: () => new OllamaError(400, 'missing request body'),
  modelRequired: () => new OllamaError(400, 'model is required'),
  modelMissing: (model: string) => new OllamaError(404, `model '${model}' not found`),
  noChat: (model: string) => new OllamaError(400, `"${model}" does not support chat`),
  noGenerate: (model: string) => new OllamaError(400, `"${model}" does not support generate`),
  noThinking: (model: string) => new OllamaError(400, `"${model}" does not support thinking`),
  noTools: (model: string) =>
    new OllamaError(400, `registry.ollama.ai/library/${model} does not support tools`),
  thinkLevel: (level: string) =>
    new OllamaError(
      400,
      `invalid think value: "${level}" (must be "high", "medium", "low", "max", true, or false)`
    ),
  badImage: (index: number) => new OllamaError(400, `illegal base64 data at input byte ${index}`),
  badField: (got: string, field: string, wanted: string) =>
    new OllamaError(
      400,
      `json: cannot unmarshal ${got} into Go struct field ChatRequest.${field} of type ${wanted}`
    ),
  optionType: (name: string, type: string) =>
    new OllamaError(500, `option "${name}" must be of type ${type}`),
  badFormat: (format: string) =>
    new OllamaError(
      500,
      `invalid format: ${JSON.stringify(format)}; expected "json" or a valid JSON Schema object`
    ),
  /** With `truncate: false`. */
  tooLong: () => new OllamaError(400, 'the input length exceeds the context length'),
  /** Where the context cannot shift, even the last message alone must fit. */
  promptTooLong: () =>
    new OllamaError(
      400,
      'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length'
    ),
  /** More stand in line for a load than `OLLAMA_MAX_QUEUE` allows. */
  serverBusy: () => new OllamaError(503, 'server busy, please try again.  maximum pending requests exceeded'),
  cloudDisabled: () => new OllamaError(403, 'ollama cloud is disabled: remote model is unavailable'),
}

/** The words of Go's decoder about a body that is not JSON. */
export function decoderError(body: string): OllamaError {
  const text = body.trimStart()
  const [first = '', second = ''] = [text[0], text.slice(1).trimStart()[0]]
  if (first === '') return errors.missingBody()
  if (!/[{["\d\-tfn]/.test(first)) return bad(first, 'looking for beginning of value')
  if (first === '{' && second && second !== '"')
    return bad(second, 'looking for beginning of object key string')
  return new OllamaError(400, 'unexpected EOF')
}

function bad(character: string, where: string): OllamaError {
  return new OllamaError(400, `invalid character '${character}' ${where}`)
}
