import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "../layout";
import { type Labels, relabel, relabelRules } from "./metrics-relabel";

const configuration = z.object({
  scrape_configs: z.array(
    z.object({
      job_name: z.enum(["envoy", "cadvisor", "kube-state-metrics"]),
      honor_labels: z.boolean().default(false),
      honor_timestamps: z.boolean(),
      relabel_configs: relabelRules,
      metric_relabel_configs: relabelRules,
    }),
  ),
});

export type Job = z.infer<typeof configuration>["scrape_configs"][number];
export type JobName = Job["job_name"];

/** The jobs of the region's own scrape configuration. */
export function readJobs(): Readonly<Record<JobName, Job>> {
  const file = join(repository, "pipeline", "metrics", "vmagent.yml");
  const jobs = configuration.parse(parse(readFileSync(file, "utf8"))).scrape_configs;
  const named = (name: JobName): Job => {
    const job = jobs.find(({ job_name }) => job_name === name);
    if (!job) throw new Error(`${file} has no job ${name}`);
    return job;
  };
  return {
    envoy: named("envoy"),
    cadvisor: named("cadvisor"),
    "kube-state-metrics": named("kube-state-metrics"),
  };
}

/** A target's labels as vmagent makes them of what it discovered; undefined where the job does not scrape it. */
export function targetLabels(job: Job, discovered: Labels): Labels | undefined {
  const labels = relabel(job.relabel_configs, discovered);
  if (!labels) return undefined;
  const own = Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith("__")));
  return { job: job.job_name, instance: discovered.__address__ ?? "", ...own };
}

/** The labels that a scraped row is stored with, `__name__` among them; undefined where the job drops it. */
export function storedLabels(job: Job, target: Labels, external: Labels, row: Labels): Labels | undefined {
  const merged: Record<string, string> = { ...row };
  for (const [name, value] of Object.entries(target)) {
    const scraped = row[name];
    if (scraped && job.honor_labels) continue;
    if (scraped) merged[`exported_${name}`] = scraped;
    merged[name] = value;
  }
  const kept = relabel(job.metric_relabel_configs, merged);
  return kept && { ...kept, ...external };
}
