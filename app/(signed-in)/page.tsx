import { redirect } from "next/navigation";
import { EnvironmentList } from "@/components/projects/environment-list";
import { PageBar } from "@/components/shell/page-bar";
import { Notice } from "@/components/ui/notice";
import { projectPath, regionsPath } from "@/lib/paths";
import { currentTheme, mine } from "./mine";

export default async function HomePage() {
  const { projects, user } = await mine();
  if (projects.length === 0 && user.role === "sre") redirect(regionsPath);
  const theme = await currentTheme();
  return (
    <>
      <PageBar theme={theme} crumbs={[{ label: "Projects" }]} />
      {projects.length === 0 ? (
        <Notice title="You are a member of no project yet">
          Ask somebody who is to add {user.email} in Starbase. It shows here within half a minute.
        </Notice>
      ) : (
        <main id="content" className="flex-1 space-y-8 p-4 sm:p-6">
          {projects.map((project) => (
            <EnvironmentList
              key={project.slug}
              project={project}
              environments={project.environments}
              heading={{ label: project.name, href: projectPath(project.slug) }}
            />
          ))}
        </main>
      )}
    </>
  );
}
