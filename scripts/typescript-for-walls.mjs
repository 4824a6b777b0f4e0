// Preloaded into dependency-cruiser alone: it reads TypeScript through the compiler's JavaScript interface, which TypeScript 7 no
// longer has. Its import of `typescript` is answered with TypeScript 6, installed beside 7 under another name.
import Module, { register } from "node:module";

const wanted = /^typescript(?=\/|$)/;
const standIn = "typescript-js-api";

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => resolveFilename(request.replace(wanted, standIn), ...rest);

const hook = `export const resolve = (specifier, context, next) =>
  next(specifier.replace(${wanted}, ${JSON.stringify(standIn)}), context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
