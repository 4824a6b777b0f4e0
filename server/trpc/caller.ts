import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { createContext } from "./context";
import { createCallerFactory } from "./init";
import { appRouter } from "./router";

const createCaller = createCallerFactory(appRouter);

/** The router, called in-process by server components, as the person whose request is being rendered. Once a render. */
export const api = cache(async () => createCaller(createContext(await headers())));
