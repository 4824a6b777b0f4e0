/**
 * The demo's world: what Starbase's stand-in says exists, what the workload simulates, what the tests expect.
 * Ids are fixed, so that a second start, a test and a link all mean the same thing.
 */
export type RegionId = "nyc3" | "fra1";
export type ServiceKind = "web" | "worker";

export interface WorldService {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: ServiceKind;
  readonly regions: readonly RegionId[];
  readonly replicas: number;
}

export interface WorldEnvironment {
  readonly slug: string;
  readonly ephemeral: boolean;
  readonly services: readonly WorldService[];
}

export interface WorldProject {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly environments: readonly WorldEnvironment[];
  /** One of the retention tiers of `pipeline/logs`: 3, 7, 30 or 90 days. */
  readonly logRetentionDays: 3 | 7 | 30 | 90;
}

export const regions = [
  { id: "nyc3", name: "New York 3", cluster: "nyc3-a" },
  { id: "fra1", name: "Frankfurt 1", cluster: "fra1-a" },
] as const satisfies readonly { id: RegionId; name: string; cluster: string }[];

const storefront = "5f0e7a1c9b2d4e6f8a1b3c5d7e9f0a11";
const checkout = "c4ec0b7a3d1f4c5e9a8b7c6d5e4f3a22";
const payments = "9a7ed3b5c1f04e2d8b6a4c2e0f1d3b33";
const mailer = "3ba11e5d7c9f4a1b8e6d4c2b0a9f8e44";
const api = "a910c3e5f7b94d2c8a6e4f2d0b1c3e55";
const ingest = "16e57f9b1d3c4e5a8f7b6d5c4e3f2a66";

export const projects: readonly WorldProject[] = [
  {
    id: "ac3e5400d1c94f6b8e2a7b5c9d0f1e21",
    slug: "acme-shop",
    name: "Acme Shop",
    logRetentionDays: 30,
    environments: [
      {
        slug: "production",
        ephemeral: false,
        services: [
          {
            id: storefront,
            slug: "storefront",
            name: "Storefront",
            kind: "web",
            regions: ["nyc3"],
            replicas: 3,
          },
          { id: checkout, slug: "checkout", name: "Checkout", kind: "web", regions: ["nyc3"], replicas: 3 },
          { id: payments, slug: "payments", name: "Payments", kind: "web", regions: ["nyc3"], replicas: 2 },
          { id: mailer, slug: "mailer", name: "Mailer", kind: "worker", regions: ["nyc3"], replicas: 1 },
        ],
      },
      {
        slug: "staging",
        ephemeral: false,
        services: [
          {
            id: storefront,
            slug: "storefront",
            name: "Storefront",
            kind: "web",
            regions: ["fra1"],
            replicas: 1,
          },
          { id: checkout, slug: "checkout", name: "Checkout", kind: "web", regions: ["fra1"], replicas: 2 },
        ],
      },
      {
        slug: "preview-42",
        ephemeral: true,
        services: [
          {
            id: storefront,
            slug: "storefront",
            name: "Storefront",
            kind: "web",
            regions: ["nyc3"],
            replicas: 1,
          },
        ],
      },
    ],
  },
  {
    id: "910be8a2c4d64e1f9b3a5c7d8e0f2b32",
    slug: "globex",
    name: "Globex",
    logRetentionDays: 7,
    environments: [
      {
        slug: "production",
        ephemeral: false,
        services: [
          { id: api, slug: "api", name: "API", kind: "web", regions: ["fra1"], replicas: 2 },
          { id: ingest, slug: "ingest", name: "Ingest", kind: "web", regions: ["fra1"], replicas: 2 },
        ],
      },
    ],
  },
];

export interface WorldAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role?: "sre";
  /** Slugs of the projects that the account is a member of at the first start. */
  readonly memberOf: readonly string[];
}

export const accounts: readonly WorldAccount[] = [
  { id: "u-ada", email: "ada@acme.test", name: "Ada", password: "demo", memberOf: ["acme-shop"] },
  { id: "u-grace", email: "grace@globex.test", name: "Grace", password: "demo", memberOf: ["globex"] },
  { id: "u-sre", email: "sre@starform.test", name: "Sam", password: "demo", role: "sre", memberOf: [] },
];

/** One service of one environment in one region: what a workload, a panel or a tail is about. */
export interface Placement {
  readonly project: WorldProject;
  readonly environment: WorldEnvironment;
  readonly service: WorldService;
  readonly region: RegionId;
}

/** Every (project, environment, service, region) of the world, in the order of the tables above. */
export function placements(): Placement[] {
  return projects.flatMap((project) =>
    project.environments.flatMap((environment) =>
      environment.services.flatMap((service) =>
        service.regions.map((region) => ({ project, environment, service, region })),
      ),
    ),
  );
}
