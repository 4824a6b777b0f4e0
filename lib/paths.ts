/** The product's own paths, built in one place so that a link and a route can't differ. */
export interface ServiceKey {
  readonly project: string;
  readonly environment: string;
  readonly service: string;
}

const segment = encodeURIComponent;

export const projectPath = (project: string) => `/projects/${segment(project)}`;
export const environmentPath = (project: string, environment: string) =>
  `${projectPath(project)}/${segment(environment)}`;
export const servicePath = ({ project, environment, service }: ServiceKey) =>
  `${environmentPath(project, environment)}/${segment(service)}`;
export const serviceLogsPath = (key: ServiceKey) => `${servicePath(key)}/logs`;
export const regionsPath = "/regions";
export const signInPath = "/sign-in";
