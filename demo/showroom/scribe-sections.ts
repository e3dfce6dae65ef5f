/** What the scribe can tell about Burrow, a section each, with the words that call for it. */

interface Section {
  about: RegExp
  text: string
}

const way: Section = {
  about: /\b(how|way|works?|path|queue)\b/i,
  text: `## The way of a question

1. **The page** shows what you wrote at once and gives it a name, so that sending it twice is sending it once.
2. **The gate** looks at who is asking, and whether they may:
   - only models on the owner's list are ever asked,
   - only a question within limits gets through,
   - and nothing else that Ollama can do is reachable from outside.
3. **The memory** writes the question down *before* anything else happens, then asks for the answer itself:
   - the answer belongs to the chat, not to your tab,
   - what has arrived is put on paper about once a second.
4. **The box** at home wakes its model and writes, one token at a time, back through the tunnel.

Close the tab in the middle of step 4 and nothing is lost. The answer is finished without you and waits here.`,
}

const rooms: Section = {
  about: /\b(who|what is|parts?|rooms?|table|architecture|burrow)\b/i,
  text: `## Who does what

| Room | Where it is | Its one job |
| :--- | :--- | :--- |
| page | your browser | shows, asks, stops |
| gate | a Worker at the edge | lets in, queues, speaks to Ollama |
| memory | a Durable Object and a database | keeps every chat |
| box | a computer at home | runs the model |

The first three cost nothing while nobody asks, and they stay awake while the box sleeps 💤.`,
}

const keeping: Section = {
  about: /\b(tabs?|clos(e|ed|es|ing)|lost|lose|keep|reload|cut|connection|offline|stop)\b/i,
  text: `## When the connection drops

Every piece of an answer carries its *position*. A browser that lost its way says how far it had come, and is told what followed, not a character more:

\`\`\`ts
const events = new EventSource(\`/api/chats/\${chat}/turns/\${turn}/events\`)

events.addEventListener('text', event => {
  answer += JSON.parse(event.data).text
  position = Number(event.lastEventId) // sent back by itself after a cut
})
\`\`\`

> No gaps and no repeats: the pieces, joined, are the text.`,
}

const own: Section = {
  about: /\b(models?|ollama|install|own|code|script|start|real)\b/i,
  text: `## Putting a real model here

Install [Ollama](https://ollama.com/download) on the box, fetch a model, and start Burrow again:

\`\`\`sh
ollama pull qwen3:8b
npm start   # finds Ollama at http://127.0.0.1:11434
\`\`\`

The demo then steps aside by itself. Which models visitors may use is the owner's choice:

- a small one answers *quickly*, and often well enough;
- a large one answers **better**, but:
  - it takes longer to wake,
  - and everyone else waits while it writes.`,
}

const letters: Section = {
  about:
    /\b(emoji|unicode|languages?|letters?|alphabets?|chinese|japanese)\b|\p{Script=Han}|\p{Extended_Pictographic}/iu,
  text: `## Letters of every kind

An answer travels as bytes, and a cut may fall in the middle of a character. None of these may suffer from it:

- Latin with marks: naïve, größer, smørrebrød, Übermut
- Greek and Cyrillic: λαγούμι, нора
- Han, kana and Hangul: 巣穴、うさぎの穴、토끼굴
- Emoji of several parts: 🦡 👩‍🌾 🏳️‍🌈
- Signs that a page must not swallow: \`a < b && c > d\`, <b>not bold</b>

If one of them looks broken, that is a bug, and it is ours.`,
}

const cost: Section = {
  about: /\b(costs?|price|free|pay|money|cheap|expensive)\b/i,
  text: `## What it costs

An idle Burrow costs nothing: no server is waiting anywhere, only files and a little storage. What a turn costs is counted in small things, so they are spent with care:

1. The answer is saved about once a second, ~~once a token~~.
2. A quiet chat keeps nothing awake:
   1. the page does not poll,
   2. the memory sleeps between two questions.
3. The box pays in electricity, and only while it writes ⚡.

The rules for all this are in [the platform's own documents](https://developers.cloudflare.com/durable-objects/).`,
}

/** In the order in which a chat without particular wishes hears them. */
export const sections: [Section, ...Section[]] = [way, rooms, keeping, own, letters, cost]
