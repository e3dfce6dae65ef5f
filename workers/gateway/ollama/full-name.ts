/** Ollama lists every model with its tag, people leave `:latest` off. A tag stands behind the last slash: before it a colon is a port's. */
export const fullName = (name: string): string =>
  name.includes(':', name.lastIndexOf('/') + 1) ? name : `${name}:latest`
