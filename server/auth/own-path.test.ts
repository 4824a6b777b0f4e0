import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownPath } from "./own-path";

const publicUrl = "https://stardeck.example.com";

describe("ownPath", () => {
  test.each([
    "/",
    "/projects/acme-shop",
    "/projects/acme-shop/production/checkout/logs?q=level%3Aerror&from=now-1h#line",
    "/regions?next=https://evil.test",
    "/projects/a/b?q=//x",
  ])("keeps %s", (path) => {
    expect(ownPath(path)).toBe(path);
  });

  test.each([
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "/%0a/../..//evil.test",
    "/.//evil.test",
    "/x/..//evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.test",
    "@evil.test",
    "",
    " /projects",
    "/projects\u0000",
    "/projects\r\nset-cookie: a=b",
    "/\ud800",
    "/sign-in?error=failed",
    "/api/auth/sign-in",
    "/api/../api/auth/sign-out",
    `/${"a".repeat(3_000)}`,
    null,
    undefined,
    ["/projects"],
    7,
  ])("turns %j into the front page", (path) => {
    expect(ownPath(path)).toBe("/");
  });

  const hostile = fc
    .array(
      fc.constantFrom(
        "/",
        "\\",
        ".",
        "..",
        "%2f",
        "%5c",
        "\t",
        "\n",
        "@",
        ":",
        "evil.test",
        "http",
        "?",
        "#",
        " ",
        "\u0000",
        "a",
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(""));

  test("whatever comes in, what comes out stays on our own origin, however it is resolved", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary" }), fc.webUrl(), fc.webPath()), (next) => {
        const path = ownPath(next);
        for (const base of [publicUrl, `${publicUrl}/sign-in?x`, `${publicUrl}/a/b/`]) {
          expect(new URL(path, base).origin).toBe(publicUrl);
          expect(new URL(path, base).href).toBe(`${publicUrl}${path}`);
        }
        expect(path).toMatch(/^\/(?![/\\])[\u0021-\u007e]*$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is at rest: its own answer is its answer", () => {
    fc.assert(
      fc.property(hostile, (next) => {
        expect(ownPath(ownPath(next))).toBe(ownPath(next));
      }),
      { numRuns: 1_000 },
    );
  });
});
