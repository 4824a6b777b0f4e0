import { projects } from "../world";

const days = new Map(projects.map(({ id, logRetentionDays }) => [id, logRetentionDays]));

/** Days that a project's lines are kept: its plan. A region's Vector reads the same from the control plane's plans.csv. */
export const retentionDays = (projectId: string): number => days.get(projectId) ?? 7;
