import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Component } from "@/stack/supervisor/component";
import { dataOf, host, paths, ports, repository } from "../layout";
import type { Programs } from "../programs/victoria-metrics";
import type { RegionSecrets } from "../secrets";
import { type RegionId, regions } from "../world";

const pipeline = join(repository, "pipeline", "metrics");

/** Ten of these programs share a small machine: each is told to keep its caches small. */
const frugal = (megabytes: number) => [`-memory.allowedBytes=${megabytes}MB`, "-loggerLevel=WARN"];

const at = (port: number) => `${host}:${port}`;
const health = (port: number) => `http://${at(port)}/health`;

/** The region's metrics pipeline, as `pipeline/metrics/README.md` says that a region runs it. */
export function metricsComponents(
  region: RegionId,
  secrets: RegionSecrets,
  programs: () => Promise<Programs>,
) {
  const identity = { REGION: region, CLUSTER: clusterOf(region) };
  const store = `http://${at(ports.victoriaMetrics(region))}`;

  const victoriaMetrics: Component = {
    name: `${region}.victoria-metrics`,
    ports: [ports.victoriaMetrics(region)],
    health: health(ports.victoriaMetrics(region)),
    command: async () => ({
      file: (await programs())["victoria-metrics"],
      args: [
        `-storageDataPath=${dataOf(region, "victoria-metrics")}`,
        "-retentionPeriod=100d",
        `-httpListenAddr=${at(ports.victoriaMetrics(region))}`,
        `-relabelConfig=${join(pipeline, "store-relabel.yml")}`,
        ...frugal(256),
      ],
    }),
  };

  const vmauth: Component = {
    name: `${region}.vmauth`,
    ports: [ports.vmauth(region), ports.vmauthInternal(region)],
    health: health(ports.vmauthInternal(region)),
    address: `http://${at(ports.vmauth(region))}`,
    command: async () => ({
      file: (await programs()).vmauth,
      args: [
        `-auth.config=${join(pipeline, "vmauth.yml")}`,
        `-httpListenAddr=${at(ports.vmauth(region))}`,
        `-httpInternalListenAddr=${at(ports.vmauthInternal(region))}`,
        ...frugal(32),
      ],
      env: {
        ...identity,
        STORE_URL: store,
        VMAGENT_URL: `http://${at(ports.vmagent(region))}`,
        VMALERT_URL: `http://${at(ports.vmalert(region))}`,
        WRITE_TOKEN: secrets.writeToken,
        READ_TOKEN: secrets.readToken,
        PLATFORM_TOKEN: secrets.platformToken,
      },
    }),
  };

  const vmagent: Component = {
    name: `${region}.vmagent`,
    ports: [ports.vmagent(region)],
    health: health(ports.vmagent(region)),
    command: async () => ({
      file: (await programs()).vmagent,
      args: [
        `-promscrape.config=${join(pipeline, "vmagent.yml")}`,
        `-httpListenAddr=${at(ports.vmagent(region))}`,
        `-remoteWrite.url=http://${at(ports.vmauth(region))}/api/v1/write`,
        // In a file, because every user of the machine can read a command line.
        `-remoteWrite.bearerTokenFile=${await tokenFile(region, secrets.writeToken)}`,
        `-remoteWrite.tmpDataPath=${dataOf(region, "vmagent")}`,
        "-remoteWrite.maxDiskUsagePerURL=500MB",
        "-remoteWrite.flushInterval=500ms",
        "-promscrape.maxScrapeSize=64MB",
        // How often changed targets are taken up; a demo should not wait half a minute for a new pod.
        "-promscrape.kubernetesSDCheckInterval=5s",
        ...frugal(64),
      ],
      env: {
        ...identity,
        KUBERNETES_API: `http://${at(ports.kubernetes(region))}`,
        KUBELET_SCHEME: "http",
        KUBELET_TOKEN_FILE: "",
      },
    }),
  };

  const vmalert: Component = {
    name: `${region}.vmalert`,
    ports: [ports.vmalert(region)],
    health: health(ports.vmalert(region)),
    command: async () => ({
      file: (await programs()).vmalert,
      args: [
        `-rule=${join(pipeline, "rules", "*.yml")}`,
        "-evaluationInterval=15s",
        "-rule.evalDelay=4s",
        `-datasource.url=${store}`,
        `-remoteWrite.url=${store}`,
        "-remoteWrite.flushInterval=500ms",
        `-httpListenAddr=${at(ports.vmalert(region))}`,
        ...frugal(32),
      ],
    }),
  };

  return { victoriaMetrics, vmauth, vmagent, vmalert };
}

function clusterOf(region: RegionId): string {
  const cluster = regions.find(({ id }) => id === region)?.cluster;
  if (!cluster) throw new Error(`the world has no region ${region}`);
  return cluster;
}

async function tokenFile(region: RegionId, token: string): Promise<string> {
  const file = join(paths.run, `${region}.write-token`);
  await mkdir(paths.run, { recursive: true });
  await writeFile(file, token, { mode: 0o600 });
  return file;
}
