import type { RegionId } from "../../world";
import type { Model } from "../model/model";
import { phaseAt, runAt } from "../model/pods";
import { Family, labels, render, type Wanted } from "./exposition";

/** What `--metric-labels-allowlist=pods=[…]` lets through (`pipeline/`'s kube-state-metrics values). */
const allowedLabels = [
  "starform.io/project-id",
  "starform.io/environment",
  "starform.io/service-id",
  "starform.io/managed-by",
] as const;

/** A deleted pod's rows stay for this long where its name is taken again: two uids, one name. */
const lingerMs = 45_000;

/** kube-state-metrics' page of a region at an instant, with more families than the pipeline keeps. */
export function kubeStatePage(model: Model, region: RegionId, at: number, wanted?: Wanted): string {
  const present = model.podsAt(region, at);
  const names = new Set(present.map((pod) => `${pod.namespace}/${pod.name}`));
  const lingering = model
    .podsIn(region, at - lingerMs, at)
    .filter((pod) => pod.end <= at && names.has(`${pod.namespace}/${pod.name}`));
  const family = {
    info: new Family("kube_pod_info", "gauge", "[STABLE] Information about pod."),
    labels: new Family(
      "kube_pod_labels",
      "gauge",
      "[STABLE] Kubernetes labels converted to Prometheus labels.",
    ),
    phase: new Family("kube_pod_status_phase", "gauge", "[STABLE] The pods current phase."),
    restarts: new Family(
      "kube_pod_container_status_restarts_total",
      "counter",
      "[STABLE] The number of container restarts per container.",
    ),
    terminated: new Family(
      "kube_pod_container_status_last_terminated_reason",
      "gauge",
      "Describes the last reason the container was in terminated state.",
    ),
  };
  for (const pod of [...lingering, ...present]) {
    const own = labels({ namespace: pod.namespace, pod: pod.name, uid: pod.uid });
    family.info.add(`${own},${labels({ host_ip: "127.0.0.1", pod_ip: pod.ip, node: pod.nodeName })}`, 1);
    const allowed = allowedLabels.flatMap((name) => {
      const value = pod.labels[name];
      return value === undefined
        ? []
        : [`,${labels({ [`label_${name.replaceAll(/[^a-z0-9]/g, "_")}`]: value })}`];
    });
    family.labels.add(own + allowed.join(""), 1);
    const current = phaseAt(pod, at);
    for (const phase of ["Pending", "Succeeded", "Failed", "Unknown", "Running"]) {
      family.phase.add(`${own},phase="${phase}"`, phase === current ? 1 : 0);
    }
    const container = `${own},${labels({ container: pod.container })}`;
    const ended = pod.runs.filter((run) => run.exit && run.end <= at).at(-1);
    const restarts = runAt(pod, at)?.restarts ?? (ended ? ended.restarts : 0);
    family.restarts.add(container, restarts);
    if (ended?.exit && pod.kind !== "build")
      family.terminated.add(`${container},reason="${ended.exit.reason}"`, 1);
  }
  return render(Object.values(family), "go", wanted);
}
