import Link from "next/link";
import type { MyEnvironment, MyProject, MyService } from "@/components/shell/catalog-context";
import { environmentPath, serviceLogsPath, servicePath } from "@/lib/paths";

interface EnvironmentListProps {
  readonly project: MyProject;
  readonly environments: readonly MyEnvironment[];
  readonly heading?: { readonly label: string; readonly href: string };
}

/** A project's environments with their services, each leading to its metrics and its logs. */
export function EnvironmentList({ project, environments, heading }: EnvironmentListProps) {
  return (
    <section>
      {heading ? (
        <h2 className="mb-3 font-semibold text-lg">
          <Link href={heading.href} prefetch={false} className="hover:underline">
            {heading.label}
          </Link>
          <span className="ml-2 font-normal text-faint text-sm">{project.slug}</span>
        </h2>
      ) : null}
      {environments.length === 0 ? (
        <p className="text-muted">
          This project has no environment yet. Deploy a service, and it shows here.
        </p>
      ) : null}
      <div className="grid items-start gap-4 md:grid-cols-2 2xl:grid-cols-3">
        {environments.map((environment) => (
          <Environment
            key={environment.slug}
            project={project.slug}
            environment={environment}
            nested={!!heading}
          />
        ))}
      </div>
    </section>
  );
}

interface EnvironmentProps {
  readonly project: string;
  readonly environment: MyEnvironment;
  /** Does it stand under a heading of its own project? */
  readonly nested: boolean;
}

function Environment({ project, environment, nested }: EnvironmentProps) {
  const Heading = nested ? "h3" : "h2";
  return (
    <section className="overflow-hidden rounded-md border border-border bg-surface">
      <Heading className="flex items-baseline justify-between gap-2 border-border border-b px-4 py-2.5 text-sm">
        <Link
          href={environmentPath(project, environment.slug)}
          prefetch={false}
          className="truncate font-medium hover:underline"
        >
          {environment.slug}
        </Link>
        {environment.ephemeral ? <span className="text-faint text-xs">preview</span> : null}
      </Heading>
      {environment.services.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">No service yet.</p>
      ) : (
        <ul>
          {environment.services.map((service) => (
            <ServiceRow
              key={service.slug}
              project={project}
              environment={environment.slug}
              service={service}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ServiceRowProps {
  readonly project: string;
  readonly environment: string;
  readonly service: MyService;
}

/** One service: its whole row leads to its metrics, a link at its end to its logs. */
function ServiceRow({ project, environment, service }: ServiceRowProps) {
  const key = { project, environment, service: service.slug };
  return (
    <li className="relative flex items-center gap-3 border-gridline border-t px-4 py-2.5 text-sm transition-colors first:border-t-0 hover:bg-raised">
      <div className="min-w-0 flex-1">
        <Link
          href={servicePath(key)}
          prefetch={false}
          className="block truncate font-medium text-accent after:absolute after:inset-0"
        >
          {service.slug}
        </Link>
        <span className="text-muted text-xs">
          {service.kind} · {service.regions.join(", ") || "no region yet"}
        </span>
      </div>
      <span aria-hidden="true" className="text-muted text-xs">
        Metrics
      </span>
      <Link
        href={serviceLogsPath(key)}
        prefetch={false}
        aria-label={`Logs of ${service.slug} in ${environment}`}
        className="relative z-10 rounded-sm px-1.5 py-1 text-muted text-xs hover:text-text hover:underline"
      >
        Logs
      </Link>
    </li>
  );
}
