import { initTRPC } from "@trpc/server";
import { ZodError } from "zod";
import { logger } from "../log";
import type { Context } from "./context";
import { detailOf, inputMessage, toTrpcError } from "./errors";

const t = initTRPC.context<Context>().create({
  sse: {
    // Proxies drop silent connections, and the browser notices a dead one by the silence.
    ping: { enabled: true, intervalMs: 5_000 },
    client: { reconnectAfterInactivityMs: 15_000 },
  },
  errorFormatter: ({ shape, error }) => {
    const invalid = error.code === "BAD_REQUEST" && error.cause instanceof ZodError;
    const ours = error.cause !== undefined && detailOf(error.cause).reason !== "internal";
    const hidden = error.code === "INTERNAL_SERVER_ERROR" && !ours;
    const { stack: _stack, ...data } = shape.data;
    return {
      ...shape,
      message: invalid
        ? inputMessage(error.cause as ZodError)
        : hidden
          ? toTrpcError(undefined).message
          : shape.message,
      data: { ...data, ...(invalid ? { reason: "invalid" as const } : detailOf(error.cause)) },
    };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Turns what domain code throws into codes, and records what was not expected. */
const mapErrors = t.middleware(async ({ next, path, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const { error } = result;
  // tRPC wraps whatever a procedure threw; input errors and our own TRPCErrors carry their code already.
  const mapped = error.code === "INTERNAL_SERVER_ERROR" ? toTrpcError(error.cause ?? error) : error;
  if (detailOf(mapped.cause).reason === "internal" && mapped.code === "INTERNAL_SERVER_ERROR") {
    logger().error({ err: mapped.cause, procedure: path, requestId: ctx.requestId }, "procedure failed");
  }
  throw mapped;
});

/** Adds the signed-in caller with the catalog that Starbase gave for them, and the procedure's name for the stores. */
const withViewer = t.middleware(async ({ next, ctx, path }) =>
  next({ ctx: { ...ctx, caller: await ctx.viewer(), procedure: path } }),
);

/** Every procedure of the product: none answers anybody who isn't signed in. */
export const signedIn = t.procedure.use(mapErrors).use(withViewer);
