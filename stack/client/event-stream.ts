/** One event of a server-sent stream, as the browser would give it to a listener. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The last id that the stream has named, empty before the first. */
  readonly id: string;
}

/** Events of a `text/event-stream` until it ends or the signal aborts. Throws where the answer is none. */
export async function* serverSentEvents(
  url: URL,
  { headers, signal }: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
): AsyncGenerator<ServerSentEvent> {
  const response = await fetch(url, { headers: { accept: "text/event-stream", ...headers }, signal });
  const type = response.headers.get("content-type") ?? "";
  if (!response.body || !type.startsWith("text/event-stream")) {
    throw new Error(`${url.pathname} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  }
  const decoder = new TextDecoder();
  let rest = "";
  let event = { event: "message", data: "", id: "" };
  for await (const chunk of response.body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (event.data !== "" || event.event !== "message") yield event;
        event = { event: "message", data: "", id: event.id };
        continue;
      }
      const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      if (field === "data") event = { ...event, data: event.data === "" ? value : `${event.data}\n${value}` };
      else if (field === "event" || field === "id") event = { ...event, [field]: value };
    }
  }
}
