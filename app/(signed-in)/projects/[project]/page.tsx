import type { Metadata } from "next";
import { EnvironmentList } from "@/components/projects/environment-list";
import { PageBar } from "@/components/shell/page-bar";
import { currentTheme, myProject } from "../../mine";

interface Props {
  readonly params: Promise<{ project: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).project };
}

export default async function ProjectPage({ params }: Props) {
  const [project, theme] = await Promise.all([myProject((await params).project), currentTheme()]);
  return (
    <>
      <PageBar theme={theme} crumbs={[{ label: "Projects", href: "/" }, { label: project.slug }]} />
      <main id="content" className="flex-1 p-4 sm:p-6">
        <EnvironmentList project={project} environments={project.environments} />
      </main>
    </>
  );
}
