/** Runs once, before the server listens: a wrong configuration ends the process with every problem told. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { start } = await import("./server/start");
  await start();
}
