// The walls of the house: imports run one way, app → components → lib and app → server → lib.
const source = "^(app|components|lib|server|stack|scripts|bench|e2e|pipeline)/|^[a-z-]+\\.(ts|mts|mjs)$";
// What every page stands on, beside ui and charts: the client of the router, the view in the URL, the frame.
const shared = "ui|charts|trpc|view|shell";
const test = "\\.test\\.tsx?$";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "lib-imports-nothing-of-ours",
      comment: "lib is pure and isomorphic: whatever it needs is in lib, or is passed in.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: source, pathNot: "^lib/" },
    },
    {
      name: "components-take-only-types-from-server",
      comment: "What may hold a secret or touch a store must never reach a browser's bundle.",
      severity: "error",
      from: { path: "^components/", pathNot: test },
      to: { path: "^server/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "components-know-no-routes",
      comment: "app imports components, never the other way round.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^app/" },
    },
    {
      name: "server-draws-nothing",
      comment: "server answers questions; how an answer looks is the components' business.",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^(app|components)/" },
    },
    {
      name: "features-are-strangers",
      comment: "A feature never imports another feature: what two share is in lib or in a shared folder.",
      severity: "error",
      from: { path: "^components/([^/]+)/", pathNot: `^components/(${shared})/` },
      to: { path: "^components/[^/]+/", pathNot: `^components/(${shared}|$1)/` },
    },
    {
      name: "shared-components-know-no-feature",
      comment: "What the features use can't use one of them.",
      severity: "error",
      from: { path: `^components/(${shared})/` },
      to: { path: "^components/[^/]+/", pathNot: `^components/(${shared})/` },
    },
    {
      name: "primitives-know-nothing",
      comment: "ui and charts draw what they are given: no data, no URL, no frame. charts may use ui.",
      severity: "error",
      from: { path: "^components/(ui|charts)/" },
      to: { path: "^components/[^/]+/", pathNot: "^components/(ui|charts)/" },
    },
    {
      name: "the-product-knows-no-stack",
      comment: "A production install has no embedded stack, no tests and no benchmarks.",
      severity: "error",
      from: { path: "^(app|components|lib|server)/|^(instrumentation|proxy|next\\.config)", pathNot: test },
      to: { path: "^(stack|pipeline|scripts|bench|e2e)/" },
    },
    {
      name: "the-product-needs-no-dev-dependency",
      comment: "What the product imports at run time is a dependency, or a production install breaks.",
      severity: "error",
      from: { path: "^(app|components|lib|server)/|^(instrumentation|proxy)", pathNot: test },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "the-stack-knows-no-page",
      comment:
        "The embedded regions stand for the real ones: they may share lib's vocabulary, nothing else of Stardeck.",
      severity: "error",
      from: { path: "^stack/", pathNot: test },
      to: { path: "^(app|components|server)/" },
    },
    {
      name: "no-circle",
      comment: "Two modules that import each other are one module in two files.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "every-import-resolves",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(next-env|\\.next/)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.stardeck|node_modules/\\.)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".jsx", ".json", ".css", ".d.ts"],
    },
  },
};
