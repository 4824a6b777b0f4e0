import "server-only";
import { cache } from "react";

/** Epoch milliseconds of the present render: one instant for its layouts and its page, so that their windows agree. */
export const renderedAt = cache(() => Date.now());
