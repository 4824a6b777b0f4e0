import { execa } from "execa";
import { MissingProgram } from "./missing";
import { findOnPath, isExecutable } from "./search-path";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const macOS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The browser for the end-to-end tests: `CHROMIUM`, else from `PATH`, else, for root where apt exists, installed after
 * a word through `say`. Rejects with `MissingProgram`.
 */
export async function findChromium(say: (line: string) => void = () => {}): Promise<string> {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new MissingProgram("Chromium", `CHROMIUM names ${chosen}, which can't be run`, []);
  }
  const present = await find();
  if (present) return present;

  const aptGet = await findOnPath(["apt-get"]);
  if (aptGet && process.getuid?.() === 0) {
    say("Installing Chromium with apt (about 100 MB with its libraries), for the end-to-end tests");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await execa(aptGet, ["-q", "update"], { env });
    await execa(aptGet, ["-q", "install", "-y", "--no-install-recommends", "chromium"], { env });
    const installed = await find();
    if (installed) return installed;
  }
  throw new MissingProgram("Chromium", "the end-to-end tests need a real one", [
    "Debian, Ubuntu: sudo apt-get install chromium",
    "macOS:          brew install --cask chromium",
    "or set CHROMIUM to a browser's path",
  ]);
}

async function find(): Promise<string | undefined> {
  const onPath = await findOnPath(names);
  if (onPath) return onPath;
  for (const path of macOS) if (await isExecutable(path)) return path;
  return undefined;
}
