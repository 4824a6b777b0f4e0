import { expect, test } from "vitest";
import type { KubernetesObject } from "./objects";
import { fieldSelector, labelSelector, SelectorError } from "./selectors";

const pod: KubernetesObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web-1",
    namespace: "sd-shop",
    uid: "u",
    resourceVersion: "1",
    creationTimestamp: "2026-11-23T00:00:00Z",
    labels: { app: "web", "app.kubernetes.io/component": "proxy", empty: "" },
    annotations: {},
  },
  spec: { nodeName: "node-1" },
  status: { phase: "Running" },
};

test.each([
  ["", true],
  ["app=web", true],
  ["app==web,app.kubernetes.io/component=proxy", true],
  ["app!=web", false],
  ["tier!=db", true],
  ["app in (api, web)", true],
  ["app notin (api,web)", false],
  ["tier notin (db)", true],
  ["app", true],
  ["!app", false],
  ["!tier,app in (web),empty=", true],
])("label selector %j selects: %j", (text, expected) => {
  expect(labelSelector(text)(pod)).toBe(expected);
});

test.each([
  ["", true],
  ["spec.nodeName=node-1", true],
  ["spec.nodeName=node-2", false],
  ["metadata.namespace!=kube-system,status.phase==Running", true],
])("field selector %j selects: %j", (text, expected) => {
  expect(fieldSelector(text)(pod)).toBe(expected);
});

test("what the API server would refuse is refused", () => {
  expect(() => labelSelector("a===b")).toThrow(SelectorError);
  expect(() => labelSelector("a in b")).toThrow(SelectorError);
  expect(() => fieldSelector("spec.colour=red")).toThrow(SelectorError);
  expect(() => fieldSelector("nonsense")).toThrow(SelectorError);
});
