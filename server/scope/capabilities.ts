import type { CallerCatalog } from "../catalog";
import { InvalidInputError, NotFoundError } from "../errors";
import { once } from "../process";

/**
 * The three capabilities, made here and nowhere else, from what Starbase said of the signed-in caller. Every store
 * function takes one, so a query without a scope does not compile; and each that was made is known by its identity, so
 * that an object which merely looks like one is refused at run time too. The record is the process's, not the module's:
 * Next may load this module more than once, and a pooled stream outlives a reload.
 */
const record = () => once("capabilities", () => new WeakMap<object, "project" | "watch" | "region">());

export interface ServiceSelection {
  readonly project: string;
  readonly environment: string;
  readonly service: string;
  readonly region?: string | undefined;
}

const tenantId = /^[0-9a-f]{32}$/;
const environmentSlug = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** One tenant's one service in one region. */
export class ProjectScope {
  /** No other object is assignable, whatever its shape. */
  declare protected readonly brand: "project";
  readonly projectId: string;
  readonly environment: string;
  readonly serviceId: string;
  readonly region: string;
  readonly kind: "web" | "worker";
  readonly ephemeral: boolean;

  private constructor(
    fields: Pick<ProjectScope, "projectId" | "environment" | "serviceId" | "region" | "kind" | "ephemeral">,
  ) {
    // An empty or odd id must never reach a store: an empty `extra_label` matches series that lack the label.
    if (!tenantId.test(fields.projectId) || !tenantId.test(fields.serviceId)) throw new NotFoundError();
    if (!environmentSlug.test(fields.environment)) throw new NotFoundError();
    this.projectId = fields.projectId;
    this.environment = fields.environment;
    this.serviceId = fields.serviceId;
    this.region = fields.region;
    this.kind = fields.kind;
    this.ephemeral = fields.ephemeral;
    record().set(this, "project");
  }

  /**
   * The scope of a service that this caller may see, in the region asked for or else the service's first.
   * Throws NotFoundError alike for what does not exist and for what is somebody else's.
   */
  static of(catalog: CallerCatalog, selection: ServiceSelection): ProjectScope {
    const project = catalog.projects.find(({ slug }) => slug === selection.project);
    const environment = project?.environments.find(({ slug }) => slug === selection.environment);
    const service = environment?.services.find(({ slug }) => slug === selection.service);
    if (!project || !environment || !service) throw new NotFoundError();
    const region = selection.region ?? service.regions[0];
    if (region === undefined || !service.regions.includes(region)) {
      throw new InvalidInputError(
        `This service does not run in that region. It runs in: ${service.regions.join(", ") || "no region yet"}.`,
      );
    }
    return new ProjectScope({
      projectId: project.id,
      environment: environment.slug,
      serviceId: service.id,
      region,
      kind: service.kind,
      ephemeral: environment.ephemeral,
    });
  }

  static is(value: unknown): value is ProjectScope {
    return typeof value === "object" && value !== null && record().get(value) === "project";
  }
}

/** The services of one region that the shared tail polls for: each was authorised for somebody who watches it. */
export class WatchScope {
  declare protected readonly brand: "watch";

  private constructor(
    readonly region: string,
    readonly services: readonly Pick<ProjectScope, "projectId" | "environment" | "serviceId">[],
  ) {
    record().set(this, "watch");
  }

  static of(region: string, watched: Iterable<ProjectScope>): WatchScope {
    const services = [...watched];
    if (!services.every((scope) => ProjectScope.is(scope) && scope.region === region))
      throw new NotFoundError();
    return new WatchScope(region, services);
  }

  static is(value: unknown): value is WatchScope {
    return typeof value === "object" && value !== null && record().get(value) === "watch";
  }
}

/** The closed list of label-free questions about one region's sources; their answers name no tenant. */
export class RegionScope {
  declare protected readonly brand: "region";

  private constructor(readonly region: string) {
    record().set(this, "region");
  }

  /** For role `sre` any region; for everybody else the regions in which their own services run. */
  static of(catalog: CallerCatalog, region: string): RegionScope {
    if (!catalog.regions.some(({ id }) => id === region)) throw new NotFoundError();
    const runsThere = catalog.projects.some((project) =>
      project.environments.some((environment) =>
        environment.services.some((service) => service.regions.includes(region)),
      ),
    );
    if (catalog.user.role !== "sre" && !runsThere) throw new NotFoundError();
    return new RegionScope(region);
  }

  static is(value: unknown): value is RegionScope {
    return typeof value === "object" && value !== null && record().get(value) === "region";
  }
}
