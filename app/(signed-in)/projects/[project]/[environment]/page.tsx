import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EnvironmentList } from "@/components/projects/environment-list";
import { PageBar } from "@/components/shell/page-bar";
import { projectPath } from "@/lib/paths";
import { currentTheme, myProject } from "../../../mine";

interface Props {
  readonly params: Promise<{ project: string; environment: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { project, environment } = await params;
  return { title: `${project} · ${environment}` };
}

export default async function EnvironmentPage({ params }: Props) {
  const { project: slug, environment: wanted } = await params;
  const [project, theme] = await Promise.all([myProject(slug), currentTheme()]);
  const environment = project.environments.find((one) => one.slug === wanted) ?? notFound();
  return (
    <>
      <PageBar
        theme={theme}
        crumbs={[
          { label: "Projects", href: "/" },
          { label: project.slug, href: projectPath(slug) },
          { label: environment.slug },
        ]}
      />
      <main id="content" className="flex-1 p-4 sm:p-6">
        <EnvironmentList project={project} environments={[environment]} />
      </main>
    </>
  );
}
