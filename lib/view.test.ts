import { describe, expect, it } from "vitest";
import { loadView, sharedView, viewQuery } from "./view";

describe("the view in the URL", () => {
  it("is the last hour in the browser's zone when nothing is said", () => {
    expect(loadView("")).toEqual({
      from: "now-1h",
      to: "now",
      tz: "browser",
      refresh: "10s",
      q: "",
      level: [],
      source: "runtime",
      live: false,
      line: null,
      cursor: null,
      region: null,
      compare: null,
    });
  });

  it("keeps a wrong range as written, so that the page can say what is wrong", () => {
    expect(loadView("?from=yesterday&to=tomorrow")).toMatchObject({ from: "yesterday", to: "tomorrow" });
  });

  it("falls back where a word is unknown", () => {
    const view = loadView("?refresh=5ms&tz=Mars%2FOlympus&source=audit&live=yes&compare=never&level=loud");
    expect(view).toMatchObject({
      refresh: "10s",
      tz: "browser",
      source: "runtime",
      live: false,
      compare: null,
    });
    expect(view.level).toEqual([]);
  });

  it("comes back from what it wrote, with defaults left out", () => {
    const view = loadView(
      "?from=2026-01-31T12:00:00Z&to=now&tz=Europe/Berlin&q=a%20b%26c&live=1&level=error,warn&region=fra1",
    );
    const query = viewQuery(view);
    expect(loadView(query)).toEqual(view);
    expect(query).not.toContain("to=");
    expect(viewQuery(loadView(""))).toBe("");
  });

  it("carries window, zone, refresh and region to another page, and nothing of the logs", () => {
    const view = loadView("?from=now-6h&tz=utc&q=timeout&line=42&region=fra1");
    const next = loadView(viewQuery(sharedView(view)));
    expect(next).toMatchObject({ from: "now-6h", tz: "utc", region: "fra1", q: "", line: null });
  });
});
